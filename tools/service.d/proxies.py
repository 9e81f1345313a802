"""Proxies before the service, as docs/operations.md has them, on ports of loopback."""

import pathlib
import socket
import subprocess
import time

from installation import free_port

HAPROXY = """
global
    maxconn 4096

defaults
    mode http
    option redispatch
    retries 3
    timeout connect 2s
    timeout client 65s
    timeout server 130s
    timeout http-request 10s
    timeout check 2s

frontend teken
    bind 127.0.0.1:{port}
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto http
    default_backend nodes

backend nodes
    balance leastconn
    option httpchk GET /readyz
    default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-bodies;
    proxy_temp_path {folder}/nginx-answers;
    fastcgi_temp_path {folder}/nginx-unused;
    uwsgi_temp_path {folder}/nginx-unused;
    scgi_temp_path {folder}/nginx-unused;
    client_max_body_size 300m;
    upstream teken {{
        {servers}
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://teken;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_request_buffering off;
            proxy_read_timeout 130s;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


class Proxy:
    def __init__(self, folder, kind, *nodes):
        self.port = free_port()
        folder = pathlib.Path(folder)
        if kind == "haproxy":
            servers = "\n".join(f"    server node{n} 127.0.0.1:{node.port}" for n, node in enumerate(nodes))
            text, words = HAPROXY.format(port=self.port, servers=servers), ["haproxy", "-db", "-f"]
        else:
            servers = " ".join(f"server 127.0.0.1:{node.port} max_fails=1 fail_timeout=1s;" for node in nodes)
            text, words = NGINX.format(port=self.port, servers=servers, folder=folder), ["nginx", "-c"]
        settings = folder / f"{kind}.conf"
        settings.write_text(text)
        with open(folder / f"{kind}.log", "wb") as log:
            self.process = subprocess.Popen([*words, str(settings)], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{kind} did not come up: {(folder / f'{kind}.log').read_text()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

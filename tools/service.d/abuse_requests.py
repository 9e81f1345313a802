"""Requests that two readers could take differently, clients that are huge, slow or silent; bare and through proxies."""

import json
import random
import re
import socket
import time

from asking import SITI, letter, told, verdict
from callers import Line, form
from installation import LETTER, PASSPHRASE, Node, found
from proxies import Proxy

HOST = b"Host: 127.0.0.1\r\n"
HIDDEN = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"


def post(fields, body=b""):
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
    return b"POST /teken/v1/token HTTP/1.1\r\n" + HOST + kind + fields + b"\r\n" + body


def get(fields=b"", target=b"/api/none", host=HOST, version=b"HTTP/1.1"):
    return b"GET " + target + b" " + version + b"\r\n" + host + fields + b"\r\n"


def length(bytes):
    return b"Content-Length: %d\r\n" % len(bytes)


CHUNKED = b"Transfer-Encoding: chunked\r\n"
IN_CHUNK = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)
EARLY_END = b"0\r\n\r\n" + HIDDEN

# What the service itself has to say to each, alone and before it ends the connection.
SHAPES = {
    "length and chunks, hidden from the length": (post(b"Content-Length: 4\r\n" + CHUNKED, IN_CHUNK), "400"),
    "length and chunks, hidden from the chunks": (post(length(EARLY_END) + CHUNKED, EARLY_END), "400"),
    "chunks and length the other way round": (post(CHUNKED + length(EARLY_END), EARLY_END), "400"),
    "two encodings": (post(CHUNKED + b"Transfer-Encoding: identity\r\n" + length(EARLY_END), EARLY_END), "400"),
    "chunked twice": (post(CHUNKED + CHUNKED, IN_CHUNK), "400"),
    "an encoding behind chunked": (post(b"Transfer-Encoding: chunked, identity\r\n", IN_CHUNK), "400"),
    "xchunked": (post(b"Transfer-Encoding: xchunked\r\n" + length(EARLY_END), EARLY_END), "400"),
    "chunked behind a control": (post(b"Transfer-Encoding: \x0bchunked\r\n" + length(EARLY_END), EARLY_END), "400"),
    "space before the colon": (post(b"Transfer-Encoding : chunked\r\n" + length(EARLY_END), EARLY_END), "400"),
    "tab before the colon": (post(b"Content-Length\t: 5\r\n", b"hello"), "400"),
    "underscore for a hyphen": (post(b"Content_Length: 5\r\n" + length(HIDDEN), HIDDEN), "400"),
    "chunks in HTTP/1.0": (
        post(CHUNKED, IN_CHUNK).replace(b"HTTP/1.1", b"HTTP/1.0", 1), "400"),
    "two lengths, alike": (post(length(HIDDEN) * 2, HIDDEN), "400"),
    "two lengths": (post(b"Content-Length: 0\r\n" + length(HIDDEN), HIDDEN), "400"),
    "a list of lengths": (post(b"Content-Length: 0, %d\r\n" % len(HIDDEN), HIDDEN), "400"),
    "a length with a sign": (post(b"Content-Length: +%d\r\n" % len(HIDDEN), HIDDEN), "400"),
    "a length below zero": (post(b"Content-Length: -1\r\n", HIDDEN), "400"),
    "a length in hexadecimal": (post(b"Content-Length: 0x%x\r\n" % len(HIDDEN), HIDDEN), "400"),
    "a length beyond numbers": (post(b"Content-Length: 99999999999999999999999\r\n", HIDDEN), "400 413"),
    "a folded field": (post(b"X-A: b\r\n Transfer-Encoding: chunked\r\n" + length(EARLY_END), EARLY_END), "400"),
    "a folded encoding": (post(b"Transfer-Encoding:\r\n chunked\r\n" + length(EARLY_END), EARLY_END), "400"),
    "line feeds alone": (get().replace(b"\r\n", b"\n"), "400"),
    "one line feed alone": (get(b"X-A: b\nX-C: d\r\n"), "400"),
    "a carriage return alone": (get(b"X-A: b\rX-C: d\r\n"), "400"),
    "a zero in a name": (get(b"X-\x00A: b\r\n"), "400"),
    "a zero in a value": (get(b"X-A: b\x00c\r\n"), "400"),
    "a zero in the target": (get(target=b"/api/\x00none"), "400"),
    "a field without a colon": (get(b"X-A\r\n"), "400"),
    "a field without a name": (get(b": b\r\n"), "400"),
    "space before the first field": (get(host=b" " + HOST), "400"),
    "no host": (get(host=b""), "400"),
    "two hosts": (get(b"Host: elsewhere\r\n"), "400"),
    "a host with a path": (get(host=b"Host: a/b\r\n"), "400"),
    "another host in the target": (get(target=b"http://elsewhere/healthz"), "400"),
    "a target that leads up": (get(target=b"/api/../../healthz"), "400 404"),
    "a hidden separator": (get(target=b"/api%2f..%2fhealthz"), "400 404"),
    "two spaces": (get().replace(b"GET ", b"GET  ", 1), "400"),
    "no version": (b"GET /healthz\r\n\r\n", "400"),
    "another version": (get(version=b"HTTP/1.7"), "400 505"),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 505"),
    "a chunk's size beyond numbers": (post(CHUNKED, b"FFFFFFFFFFFFFFFFF\r\n" + HIDDEN), "400 413"),
    "a chunk's size with 0x": (post(CHUNKED, b"0x5\r\nhello\r\n0\r\n\r\n"), "400"),
    "a chunk's size below zero": (post(CHUNKED, b"-5\r\nhello\r\n0\r\n\r\n"), "400"),
    "a chunk that is longer than it says": (post(CHUNKED, b"3\r\nhello\r\n0\r\n\r\n"), "400"),
    "a chunk behind a line feed alone": (post(CHUNKED, b"5\nhello\r\n0\r\n\r\n"), "400 401"),
    "a chunk with 100 KB beside its size": (
        post(CHUNKED, b"5;a=" + b"b" * 100_000 + b"\r\nhello\r\n0\r\n\r\n"), "400 413 431"),
    "a trailer that names a length": (
        post(CHUNKED, b"5\r\nhello\r\n0\r\n" + length(HIDDEN) + b"\r\n" + HIDDEN), "400 401"),
    "a head of 17 KB": (get(b"X-A: " + b"b" * 17_000 + b"\r\n"), "431"),
    "a hundred and one fields": (get(b"X-A: b\r\n" * 101), "431"),
    "a target of 9 KB": (get(target=b"/" + b"a" * 9_000), "414"),
    "a head of 2 MB that does not end": (b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"b" * 2_000_000, "400 431"),
}


def exchange(port, bytes, wait=3.0):
    """Everything that comes back until the other side closes or is silent, and whether it closed."""
    came = b""
    with socket.create_connection(("127.0.0.1", port), wait) as line:
        try:
            line.sendall(bytes)
            while part := line.recv(65_536):
                came += part
            return came, True
        except TimeoutError:
            return came, False
        except OSError:
            return came, True


def statuses(came):
    return re.findall(rb"HTTP/1\.[01] (\d{3}) ", came)


def handled(node, route=None):
    """How many requests the service has told of; those aside that look whether it is ready."""
    lines = [line for line in node.words().splitlines() if '"request"' in line and '"route":"ready"' not in line]
    return sum(route is None or f'"route":"{route}"' in line for line in lines)


def two_readings(case):
    """Shapes that two readers take differently: bare they are refused, and behind a proxy nobody is taken in."""
    node = case.serve(Node(found(case.folder), TEKEN_PROXIES="127.0.0.0/8"))
    told_of = {}
    for name, (bytes, wanted) in SHAPES.items():
        before = handled(node)
        came, is_closed = exchange(node.port, bytes)
        seen = [status.decode() for status in statuses(came)]
        requests = settled(node, before)
        told_of[name] = f"{' '.join(seen)} {'closed' if is_closed else 'open'}"
        is_refused = len(seen) == 1 and seen[0] in wanted.split() and is_closed
        case.expect(
            f"{name}: refused and ended", is_refused and b"alive" not in came and requests <= 1,
            told=f"{told_of[name]}, {requests} handled")
    case.note("bare", sorted(set(told_of.values())))
    for kind in ("haproxy", "nginx"):
        proxy = Proxy(case.folder, kind, node)
        case.stack.callback(proxy.stop)
        seen = set()
        for name, (bytes, _) in SHAPES.items():
            before, hidden = handled(node), handled(node, "health")
            came, _ = exchange(proxy.port, bytes)
            requests, found_hidden = settled(node, before), handled(node, "health") - hidden
            answers = [status.decode() for status in statuses(came)]
            seen.update(answers)
            # What the service took for a request, the proxy took for one too, and its answer went to whoever sent it.
            case.expect(
                f"{name}, through {kind}: as many answers as requests",
                requests <= len(answers) and found_hidden == came.count(b"alive\n"),
                told=f"{answers}, {requests} handled, {found_hidden} hidden")
        case.note(f"through {kind}", sorted(seen))
        # Questions about status stand in the address, with slashes that are no separators.
        path = "/ocsp/MFEwTzBNMEswSTAJBgUrDgMCGgUABBS%2Fabc%2Bdef%3D"
        bare, behind = Line(node.port).ask("GET", path), Line(proxy.port).ask("GET", path)
        case.expect(f"{kind} leaves addresses as they are", bare.body == behind.body and told(bare) == told(behind),
                    told(behind))
        line = Line(proxy.port)
        mixed = [told(line.ask("GET", "/healthz")) for _ in range(20)]
        case.expect(f"{kind} still gives everybody their own", set(mixed) == {"200"}, mixed[:1])


MUTATIONS = 10_000
PIECES = [
    b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b",", b";", b"%00", b"%2f", b"..", b"?", b"#", b"\x0b", b"\xff",
    b"chunked", b"HTTP/1.0", b"HTTP/1.1", b"GET ", b"HEAD ", b"TRACE ", b"OPTIONS * ", CHUNKED, HOST,
    b"Content-Length: 5\r\n", b"Expect: 100-continue\r\n", b"Connection: Upgrade\r\nUpgrade: h2c\r\n",
    b"Cookie: a=b; c=d\r\n", b"Range: bytes=0-1\r\n", b"0\r\n\r\n", b"5\r\nhello\r\n", b"A" * 9_000, b"a: b\r\n" * 60]


def mutated(case):
    """The same shapes with one to four random changes: none is our fault, whatever it is, and the service stays."""
    node = case.serve(Node(found(case.folder)))
    whole = b"grant_type=client_credentials"
    shapes = [shape for shape, _ in SHAPES.values() if len(shape) < 20_000]
    shapes += [HIDDEN * 3, post(length(whole), whole), post(CHUNKED, b"%x\r\n%s\r\n0\r\n\r\n" % (len(whole), whole))]
    seen, faults = {}, []
    for _ in range(MUTATIONS):
        text = changed(bytearray(random.choice(shapes)))
        for status in statuses(exchange(node.port, text, 0.1)[0]):
            seen[status.decode()] = seen.get(status.decode(), 0) + 1
            if status.startswith(b"5") and status not in (b"501", b"503", b"505"):
                faults.append(repr(text[:400]))
    case.note("told", dict(sorted(seen.items())))
    case.expect("none is our fault", not faults, told=faults[:3])
    case.answers("signs", letter(node.port), "200")


def changed(text):
    for _ in range(random.randint(1, 4)):
        place, kind = random.randint(0, len(text)), random.random()
        if kind < 0.5:
            text[place:place] = random.choice(PIECES)
        elif kind < 0.7:
            del text[place:place + random.randint(1, 20)]
        elif kind < 0.85 and text:
            text[place % len(text)] = random.randrange(256)
        else:
            other = random.randint(0, len(text))
            text[place:place] = text[other:other + random.randint(1, 60)]
    return bytes(text)


def settled(node, before):
    """The log is written right behind the answer."""
    time.sleep(0.05)
    return handled(node) - before


def slow_bodies(case):
    """Sixty clients that send a body at two bytes a second; the others go on."""
    node = case.serve(Node(found(case.folder)))
    lines = []
    for number in range(60):
        line = socket.create_connection(("127.0.0.1", node.port), source_address=(f"127.0.1.{number + 1}", 0))
        line.sendall(post(b"Content-Length: 1000\r\n"))
        lines.append(line)
    began, times, ended = time.monotonic(), [], []
    while time.monotonic() < began + 12:
        for line in list(lines):
            try:
                line.sendall(b"a")
                line.settimeout(0.001)
                came = line.recv(4_096)
            except TimeoutError:
                continue
            except OSError:
                came = b""
            ended.append((time.monotonic() - began, [s.decode() for s in statuses(came)]))
            lines.remove(line)
        start = time.monotonic()
        words = told(verdict(node.port))
        times.append((time.monotonic() - start, words))
        time.sleep(0.5)
    case.expect("others are answered", {words for _, words in times} == {"200"}, sorted({words for _, words in times}))
    case.note("slowest of the others, ms", round(1000 * max(t for t, _ in times)))
    case.expect("all are ended", not lines, len(lines))
    moments = sorted(round(moment, 1) for moment, _ in ended)
    case.note("ended after, s", moments[:1] + moments[-1:])
    case.note("told", sorted({" ".join(s) for _, s in ended}))
    case.answers("signs", letter(node.port), "200")


def half_open(case):
    """A thousand connections from eight neighbours that begin a head and say no more; the others go on."""
    node = case.serve(Node(found(case.folder)))
    lines = []
    for number in range(1_000):
        try:
            line = socket.create_connection(
                ("127.0.0.1", node.port), 5, source_address=(f"127.0.2.{number // 125 + 1}", 0))
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
            lines.append(line)
        except OSError as error:
            case.note("not connected", f"{number}: {error}")
            break
    case.note("open", len(lines))
    began, times = time.monotonic(), []
    while time.monotonic() < began + 5:
        start = time.monotonic()
        times.append((told(verdict(node.port)), time.monotonic() - start))
    case.expect("others are answered", {words for words, _ in times} == {"200"}, sorted({words for words, _ in times}))
    case.note("slowest of the others, ms", round(1000 * max(t for _, t in times)))
    case.answers("others sign", letter(node.port), "200")
    left = set(lines)
    while left and time.monotonic() < began + 20:
        for line in list(left):
            try:
                line.settimeout(0.001)
                while line.recv(4_096):
                    pass
            except TimeoutError:
                continue
            except OSError:
                pass
            left.remove(line)
    case.expect("all are ended", not left, len(left))
    case.note("the last one ended after, s", round(time.monotonic() - began, 1))


def crowd(case):
    """Two hundred connections from one neighbour: he has his share, and others have theirs."""
    node = case.serve(Node(found(case.folder)))
    lines, answered = [], 0
    for _ in range(200):
        try:
            line = socket.create_connection(("127.0.0.1", node.port), 5, source_address=("127.0.3.1", 0))
            line.settimeout(2)
            line.sendall(get(target=b"/healthz"))
            answered += b"alive" in line.recv(4_096)
            lines.append(line)
        except OSError:
            continue
    case.expect("he has 128", answered == 128, answered)
    case.answers("another is answered", verdict(node.port), "200")
    for line in lines:
        line.close()
    time.sleep(1)
    with socket.create_connection(("127.0.0.1", node.port), 5, source_address=("127.0.3.1", 0)) as line:
        line.sendall(get(target=b"/healthz"))
        case.expect("he is answered again when they are gone", b"alive" in line.recv(4_096))


def stopping(case):
    """A node is ended while a document is on its way: whoever connects meanwhile is refused, not kept waiting."""
    node = case.serve(Node(found(case.folder)))
    body, kind = form({"nik": SITI.nik, "passphrase": PASSPHRASE}, LETTER.read_bytes() + b"\n" * 40_000)
    head = f"Authorization: {SITI.credentials}\r\nContent-Type: {kind}\r\nAccept: application/pdf\r\n".encode()
    upload = socket.create_connection(("127.0.0.1", node.port))
    upload.sendall(b"POST /teken/v1/signatures/documents HTTP/1.1\r\n" + HOST + head + length(body) + b"\r\n")
    seen, places = [], range(0, len(body), len(body) // 10 + 1)
    for number, place in enumerate(places):
        upload.sendall(body[place:place + places.step])
        time.sleep(0.5)
        if number == 1:
            node.process.terminate()
        elif number > 2:
            start = time.monotonic()
            seen.append((connecting(node.port), round(time.monotonic() - start, 1)))
    upload.settimeout(20)
    came = upload.recv(4_096)
    case.expect("what was under way is answered", came.startswith(b"HTTP/1.1 200"), came[:30].decode(errors="replace"))
    words = sorted({words for words, _ in seen})
    case.expect("nobody waits", set(words) <= {"refused", "answered"}, words)
    case.note("the longest wait, s", max(seconds for _, seconds in seen))
    case.expect("ends cleanly", node.process.wait(30) == 0)


def connecting(port):
    """What becomes of somebody who comes now."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(get(target=b"/healthz"))
            return "answered" if line.recv(4_096).startswith(b"HTTP/1.1") else "ended"
    except ConnectionRefusedError:
        return "refused"
    except OSError as error:
        return "kept waiting" if isinstance(error, TimeoutError) else "reset"


def bodies(case):
    """Bodies that are none, of the wrong kind, or deep; each is refused with a code."""
    node = case.serve(Node(found(case.folder)))
    address, seen = "/teken/v1/signatures/hashes", {}
    deep = b"[" * 200_000
    texts = {
        "nothing": b"", "no JSON": b"\xff\xfe{", "deep": deep, "a number without end": b"[" + b"9" * 60_000 + b"]",
        "a key twice": b'{"nik": "1", "nik": "2"}', "a lone surrogate": b'{"nik": "\\ud800"}',
        "a zero": b'{"nik": "\\u0000", "passphrase": "a", "algorithm": "SHA-256", "digests": []}',
        "a list": json.dumps([1, 2]).encode()}
    for name, text in texts.items():
        answer = Line(node.port).ask(
            "POST", address, text, Authorization=SITI.credentials, Content_Type="application/json")
        seen[name] = told(answer)
        case.expect(f"{name}: refused with a code", answer is not None and answer.status in (400, 413, 415)
                    and bool(answer.code))
    case.note("told", seen)
    broken = b"--b\r\nContent-Disposition: form-data; name=\"order\"\r\n\r\n{}\r\n--b\r\n" + b"X: y\r\n" * 5_000
    answer = Line(node.port).ask(
        "POST", "/teken/v1/signatures/documents", broken, Authorization=SITI.credentials,
        Content_Type="multipart/form-data; boundary=b")
    case.expect("a form without an end: refused with a code", answer is not None and 400 <= answer.status < 500
                and bool(answer.code), told(answer))
    case.answers("signs", letter(node.port), "200")


CASES = [two_readings, mutated, slow_bodies, half_open, crowd, stopping, bodies]

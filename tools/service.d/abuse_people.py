"""People who guess, programs that reach for what is not theirs, tokens that were changed or used before."""

import base64
import hashlib
import json
import random
import threading

from asking import ENDANG, SITI, SLAMET, digest, letter, opening, session, told, until, verdict
from callers import SESSIONS, Line
from installation import Node, audit, found, move, teken
from postgres import Postgres

OTHER = "Basic " + base64.b64encode(b"demo-admin:demo-admin").decode()
WRONG = "Salah#4711"
NOT_HERE = ("401 credentials_wrong", "403 address_not_allowed")


def somewhere():
    return ".".join(str(random.randint(1, 250)) for _ in range(4))


def guesses(case):
    """One person's passphrase is guessed from two hundred addresses, and a program's secret from as many."""
    node = case.serve(Node(found(case.folder), TEKEN_PROXIES="127.0.0.0/8"), [WRONG])
    seen = [told(opening(node.port, SITI, f"{WRONG}-{n}", X_Forwarded_For=somewhere())) for n in range(200)]
    counted = {words: seen.count(words) for words in seen}
    case.expect("five are looked at", counted == {"403 wrong_passphrase": 5, "429 locked_out": 195}, counted)
    case.answers("the right one through that program waits too", opening(node.port, SITI), "429 locked_out")
    case.answers(
        "the owner gets in through another program", opening(node.port, SITI, credentials=OTHER), "201")
    case.answers("others get in through that program", opening(node.port, ENDANG), "201")
    seen = []
    for number in range(200):
        secret = "Basic " + base64.b64encode(f"demo:{WRONG}-{number}".encode()).decode()
        seen.append(told(verdict(node.port, ENDANG, secret)))
    counted = {words: seen.count(words) for words in seen}
    case.note("secrets of a program, guessed from one address", counted)
    case.expect("no guess of a secret is let in", not any(words.startswith("200") for words in seen))
    case.answers("the program itself gets in", verdict(node.port, ENDANG), "200")


def addresses(case):
    """A program that may call from one block of addresses, and calls that say they come from there."""
    data = found(case.folder)
    teken("admin", "client", "addresses", "demo", "--address", "192.0.2.0/24", "--data", data)
    node = Node(data)
    node.start().await_listening()
    case.answers("a word alone is not believed", opening(node.port, X_Forwarded_For="192.0.2.7"), *NOT_HERE)
    node.stop()
    node = case.serve(Node(data, TEKEN_PROXIES="127.0.0.0/8"))
    case.answers("a proxy's is", opening(node.port, X_Forwarded_For="192.0.2.7"), "201")
    case.answers(
        "what its client said before it is not", opening(node.port, X_Forwarded_For="192.0.2.7, 198.51.100.1"),
        *NOT_HERE)
    case.answers("nor what is no address", opening(node.port, X_Forwarded_For="192.0.2.7, unknown"), *NOT_HERE)
    case.answers("nor nothing", opening(node.port), *NOT_HERE)


def strangers(case):
    """A person, a session, a receipt and a kept answer of another institution or another program."""
    node = case.serve(Node(found(case.folder)))
    demo = SITI.credentials
    case.answers("another institution's person is not known", verdict(node.port, SLAMET, demo), "404 unknown_person")
    case.answers(
        "nor does that person sign", opening(node.port, SLAMET, credentials=demo), "404 unknown_person")
    nobody = json.dumps({"nik": "9999990101909999", "passphrase": WRONG, "count": 1}).encode()
    answer = Line(node.port).ask("POST", SESSIONS, nobody, Authorization=demo, Content_Type="application/json")
    other = opening(node.port, SLAMET, credentials=demo)
    case.expect("it is told like somebody who is not there", strip(answer) == strip(other))
    own = session(node.port, SITI)
    case.answers("another program's session is not known", digest(node.port, own, OTHER), "404 session_unknown")
    signed = letter(node.port)
    receipt = f"/teken/v1/receipts/{hashlib.sha256(signed.body).hexdigest()}"
    case.answers("its own receipt", Line(node.port).ask("GET", receipt, Authorization=demo), "200")
    foreign = Line(node.port).ask("GET", receipt, Authorization=OTHER)
    case.expect("another program's receipt is not there", foreign.status == 404, told(foreign))
    key = {"Idempotency_Key": "the same words"}
    first, again = letter(node.port, SITI, **key), letter(node.port, SLAMET, **key)
    case.expect("the same key of another program is another key", first.body != again.body and again.status == 200)
    case.answers("the same key for another person", letter(node.port, ENDANG, **key), "422 repeat_key_of_other")


def strip(answer):
    return (answer.status, answer.body)


def tokens(case):
    """Tokens with each part of them changed, used after their end, or of the wrong kind."""
    secrets = []
    node = case.serve(Node(found(case.folder)), secrets)
    own = session(node.port)
    secrets.append(own.token)
    seen = set()
    for place in range(0, len(own.token), 5):
        digit = "0" if own.token[place] != "0" else "1"
        seen.add(told(digest(node.port, own, token=own.token[:place] + digit + own.token[place + 1:])))
    case.expect("a changed session is not known", seen == {"404 session_unknown"}, sorted(seen))
    case.answers("the session itself goes on", digest(node.port, own), "200")
    line = Line(node.port)
    answer = line.ask(
        "POST", "/teken/v1/token", b"grant_type=client_credentials&scope=verify", Authorization=SITI.credentials,
        Content_Type="application/x-www-form-urlencoded")
    token = json.loads(answer.body)["access_token"]
    secrets.append(token)
    case.answers("a token for less does not sign", digest(node.port, own, f"Bearer {token}"), "403 scope_missing")
    seen = set()
    for place in range(0, len(token), 5):
        digit = "0" if token[place] != "0" else "1"
        seen.add(told(verdict(node.port, SITI, f"Bearer {token[:place]}{digit}{token[place + 1:]}")))
    case.expect("a changed token is let in nowhere", all(words.startswith("401") for words in seen), sorted(seen))
    end = json.dumps({"session": own.token}).encode()
    ended = line.ask(
        "POST", f"{SESSIONS}/end", end, Authorization=SITI.credentials, Content_Type="application/json")
    case.expect("a session can be ended", ended.status == 204, told(ended))
    case.answers("and is no use afterwards", digest(node.port, own), "409 session_ended")


def count(case):
    """Forty callers at the same time want what ten may have."""
    node = case.serve(Node(found(case.folder)))
    counted = {}
    for _ in range(5):
        own, seen = session(node.port, count=10), []
        callers = [threading.Thread(target=lambda: seen.append(told(digest(node.port, own)))) for _ in range(40)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        for words in seen:
            counted[words] = counted.get(words, 0) + 1
    case.expect("ten get it", counted == {"200": 50, "409 session_used": 150}, counted)


def repeats(case):
    """The same request with the same key, thirty times at once through two nodes, until each has its answer."""
    postgres = Postgres(case.folder).start()
    case.stack.callback(postgres.stop)
    nodes = [case.serve(Node(data)) for data in move(found(case.folder), postgres, "east", "west")]
    for number in range(3):
        bodies, seen = set(), {}

        def ask(node):
            fields = {"Idempotency_Key": f"key {number}"}
            answer, _ = until(60, lambda: note(letter(node.port, **fields)), lambda a: a and a.status == 200)
            bodies.add(answer.body)

        def note(answer):
            seen[told(answer)] = seen.get(told(answer), 0) + 1
            return answer

        callers = [threading.Thread(target=ask, args=(nodes[n % 2],)) for n in range(30)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        case.expect("all have the same bytes", len(bodies) == 1, len(bodies))
        case.expect("they are told nothing else", set(seen) <= {"200", "409 still_running", "503 overloaded"}, seen)
    records, is_intact = audit(nodes[0].data)
    signed = sum(record["operation"] == "document.signed" for record in records)
    case.expect("each was signed once", signed == 3, signed)
    case.expect("the log is whole", is_intact)


CASES = [guesses, addresses, strangers, tokens, count, repeats]

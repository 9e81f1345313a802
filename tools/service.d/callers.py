"""Programs that sign through the service without pause, and the book in which they keep what they were promised."""

import base64
import collections
import dataclasses
import hashlib
import http.client
import json
import os
import random
import threading
import time
import uuid

from installation import LETTER, PASSPHRASE

HASHES, DOCUMENTS, SESSIONS = (
    "/teken/v1/signatures/hashes", "/teken/v1/signatures/documents", "/teken/v1/sessions")
ENDED = {"session_used", "session_expired", "session_ended"}
LOCKED = {"locked_out", "passphrase_blocked"}


@dataclasses.dataclass(frozen=True)
class Signer:
    """A person of the trial, and the program through which that person signs."""

    program: str
    nik: str
    email: str

    @property
    def credentials(self):
        return "Basic " + base64.b64encode(f"{self.program}:{self.program}".encode()).decode()


SIGNERS = [
    Signer("demo", "9999990101900001", "siti.contoh@contoh.example"),
    Signer("demo", "9999990101900013", "endang.contoh@contoh.example"),
    Signer("demo-admin", "9999990101900012", "slamet.contoh@contoh.example"),
]


@dataclasses.dataclass
class Answer:
    status: int
    body: bytes

    @property
    def code(self):
        try:
            return json.loads(self.body).get("code", "")
        except (ValueError, AttributeError):
            return ""


class Line:
    """A connection that is made anew whenever it breaks; `silence` is what is noted where it brought no answer."""

    def __init__(self, port, silence="no answer", wait=60):
        self.silence = silence
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=wait)

    def ask(self, method, path, body=None, **fields):
        """The whole answer, or None where the connection broke before it was there."""
        try:
            self.connection.request(method, path, body, {name.replace("_", "-"): text for name, text in fields.items()})
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            time.sleep(0.02)
            return None


class Book:
    """What was asked, answered and promised; of all callers together."""

    def __init__(self):
        self.lock = threading.Lock()
        self.digests = {}  # of acknowledged signatures: whose session
        self.statuses = collections.Counter()
        self.moments = []  # when something was signed
        self.sessions = {}  # counted ones: how many there may be, how many were acknowledged, whether it was used up
        self.wishes = []  # requests that may be repeated
        self.jobs = {}  # accepted work: whose
        self.locked = set()

    def note(self, answer, line):
        with self.lock:
            if answer is None:
                self.statuses[line.silence] += 1
            else:
                words = f"{answer.status} {answer.code}" if answer.status >= 300 else str(answer.status)
                self.statuses[words.strip()] += 1

    def acknowledge(self, digest, session=None):
        with self.lock:
            self.moments.append(time.monotonic())
            self.digests[digest] = session
            if session in self.sessions:
                self.sessions[session][1] += 1

    def first_after(self, moment, seconds):
        """How long after that moment the next signature came back; None if none did in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self.lock:
                if self.moments and self.moments[-1] > moment:
                    return min(m for m in self.moments[-1_000:] if m > moment) - moment
            time.sleep(0.005)
        return None


@dataclasses.dataclass
class Wish:
    """A request with a key, so that it may be sent until it is answered."""

    signer: Signer
    path: str
    body: bytes
    fields: dict
    digest: str = None
    session: str = None
    is_for_later: bool = False
    bodies: set = dataclasses.field(default_factory=set)
    is_over: bool = False
    due: float = 0

    @property
    def refused(self):
        return self.is_over and not self.bodies

    def send(self, line, book):
        answer = line.ask("POST", self.path, self.body, Authorization=self.signer.credentials, **self.fields)
        book.note(answer, line)
        if answer is None:
            self.due = time.monotonic() + 5
            return None
        if answer.status in (200, 202):
            if self.is_for_later:
                book.jobs[json.loads(answer.body)["job"]] = self.signer
            elif not self.bodies:
                book.acknowledge(self.digest or hashlib.sha256(answer.body).hexdigest(), self.session)
            self.bodies.add(hashlib.sha256(answer.body).hexdigest())
            self.is_over = True
        elif answer.code in LOCKED:
            book.locked.add(self.signer)
            self.due = time.monotonic() + 5
        elif answer.status in (409, 429, 502, 503, 504) and answer.code not in ENDED:
            self.due = time.monotonic() + 2
        else:
            self.is_over = True
        return answer


def form(order, document):
    mark = uuid.uuid4().hex
    body = f'--{mark}\r\nContent-Disposition: form-data; name="order"\r\n\r\n{json.dumps(order)}\r\n'.encode()
    body += f'--{mark}\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n'.encode()
    body += b"Content-Type: application/pdf\r\n\r\n" + document + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


class Session:
    def __init__(self, signer, token, count):
        self.signer, self.token, self.count = signer, token, count
        # The identifier is the first half of the token, and no secret.
        self.id = str(uuid.UUID(token[:32]))

    def hashes(self, digest):
        return json.dumps({"session": self.token, "algorithm": "SHA-256",
                           "digests": [base64.b64encode(digest).decode()]}).encode()


def open_session(line, book, signer, count, lifetime=900):
    order = {"nik": signer.nik, "passphrase": PASSPHRASE, "count": count, "lifetime_seconds": lifetime}
    answer = line.ask(
        "POST", SESSIONS, json.dumps(order).encode(), Authorization=signer.credentials, Content_Type="application/json")
    book.note(answer, line)
    if answer is None:
        return None
    if answer.status == 201:
        return Session(signer, json.loads(answer.body)["session"], count)
    if answer.code in LOCKED:
        book.locked.add(signer)
    time.sleep(0.1)
    return None


class Load:
    """So many callers at the same time. `ports` are where they ask, `others` where they repeat what they asked."""

    def __init__(self, ports, others=None):
        self.ports, self.others, self.book = ports, others or ports, Book()
        self.is_over, self.own = threading.Event(), threading.local()
        self.letter = LETTER.read_bytes()
        works = [self.hashes, self.hashes, self.letters, self.later, self.by_passphrase, self.counted]
        self.threads = [threading.Thread(target=self.work, args=(work,), daemon=True) for work in works]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def line(self, others=False):
        if others and self.others is not self.ports:
            return Line(random.choice(self.others), "no answer of a node")
        return Line(random.choice(self.ports))

    def work(self, work):
        line, self.own.session = self.line(), None
        while not self.is_over.is_set():
            work(line)

    def signer(self):
        """Somebody whose passphrase may be tried: tries that a kill cut off stay counted."""
        free = [signer for signer in SIGNERS if signer not in self.book.locked]
        return random.choice(free or SIGNERS)

    def session(self, line):
        """The caller's own, which others do not wait for."""
        while not self.own.session and not self.is_over.is_set():
            self.own.session = open_session(line, self.book, self.signer(), 1_000)
        return self.own.session

    def hashes(self, line):
        """One digest after the other, none of them asked for twice."""
        session = self.session(line)
        if not session:
            return
        digest = os.urandom(32)
        answer = line.ask(
            "POST", HASHES, session.hashes(digest), Authorization=session.signer.credentials,
            Content_Type="application/json")
        self.book.note(answer, line)
        if answer and answer.status == 200:
            self.book.acknowledge(digest.hex(), session.id)
        elif answer and answer.code in ENDED:
            self.own.session = None
        elif answer:
            time.sleep(0.05)

    def letters(self, line):
        """Documents in a session, each sent until it is answered, and some once more."""
        session = self.session(line)
        if session:
            wish = self.document({"session": session.token}, session.signer)
            self.see_to(wish, line)
            if wish.refused or random.random() < 0.02:
                self.own.session = None

    def later(self, line):
        """Documents that are signed after they were accepted; what became of them is asked in the end."""
        session = self.session(line)
        if session:
            wish = self.document({"session": session.token, "later": True}, session.signer)
            wish.is_for_later = True
            self.see_to(wish, line)
            if wish.refused or random.random() < 0.02:
                self.own.session = None
            time.sleep(random.uniform(0, 0.1))

    def by_passphrase(self, line):
        signer = self.signer()
        self.see_to(self.document({"nik": signer.nik, "passphrase": PASSPHRASE}, signer), line)
        time.sleep(random.uniform(0, 0.5))

    def document(self, order, signer):
        body, kind = form(order, self.letter)
        return Wish(signer, DOCUMENTS, body, {
            "Content_Type": kind, "Accept": "application/pdf", "Idempotency_Key": str(uuid.uuid4())})

    def see_to(self, wish, line):
        """Sends it until there is an answer, sometimes once more; what is still worked on then waits for its time."""
        self.insist(wish, line)
        if not wish.is_over or random.random() < 0.3:
            wish.send(self.line(others=True), self.book)
        if wish.is_over:
            wish.body = b""
        self.repeat_due()

    def insist(self, wish, line):
        with self.book.lock:
            self.book.wishes.append(wish)
        while not (answer := wish.send(line, self.book)) and not self.is_over.is_set():
            line = self.line(others=True)
        return answer

    def repeat_due(self):
        with self.book.lock:
            due = [w for w in self.book.wishes[-5_000:] if not w.is_over and 0 < w.due < time.monotonic()][:4]
            for wish in due:
                wish.due = time.monotonic() + 60
        for wish in due:
            wish.send(self.line(others=True), self.book)

    def counted(self, line):
        """A session of few signatures, which more callers want than there are."""
        session = None
        while not session:
            if self.is_over.is_set():
                return
            session = open_session(line, self.book, self.signer(), random.randint(10, 40))
        with self.book.lock:
            self.book.sessions[session.id] = [session.count, 0, False]
        callers = [threading.Thread(target=self.count_down, args=(session,), daemon=True) for _ in range(4)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()

    def count_down(self, session):
        line, end = self.line(others=True), time.monotonic() + 600
        while not self.is_over.is_set() and time.monotonic() < end:
            digest = os.urandom(32)
            wish = Wish(session.signer, HASHES, session.hashes(digest), {
                "Content_Type": "application/json", "Idempotency_Key": str(uuid.uuid4())}, digest.hex(), session.id)
            answer = self.insist(wish, line)
            if answer and answer.code in ENDED:
                self.book.sessions[session.id][2] = answer.code == "session_used"
                return
            if answer and answer.status != 200:
                time.sleep(0.05)

    def finish(self, set_free, seconds=300):
        """Nothing new any more, and what was begun is repeated until it is answered; answers how much never was."""
        self.is_over.set()
        for thread in self.threads:
            thread.join(120)
        end = time.monotonic() + seconds
        while (left := [w for w in self.book.wishes if not w.is_over]) and time.monotonic() < end:
            threads = [threading.Thread(target=self.repeat, args=(left[n::4], end)) for n in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            set_free()
            time.sleep(2)
        return len(left)

    def repeat(self, wishes, end):
        line = self.line()
        for wish in wishes:
            if time.monotonic() < end:
                wish.send(line, self.book)

"""Programs that stand in for docker, aws, gh and git: shim.c under their names, led from here.

A call takes a millisecond and can be stopped at each point: before it has an effect, when it had
one and said nothing yet, and when it has said all but not ended. The worlds behind them are those
of cloud.py and github_server.py; git is the real one, a push included.
"""
import json
import os
import re
import shlex
import shutil
import socketserver
import subprocess
import threading

from cloud import RawAnswer, ServiceError

DIGEST = "sha256:" + "ab" * 32
NAMES = ["docker", "aws", "gh", "git", "flake8", "pytest"]


class Call:
    """One run of a stand-in."""

    def __init__(self, fields, files, environment, out):
        self.program, self.pid, self.folder, self.input = fields[0], int(fields[1]), *fields[2:4]
        self.words, self.files = fields[4:], files
        self.environment = dict(pair.split("=", 1) for pair in environment)
        self.out, self.leaves = out, False
        self.name = (self.program + " " + self.verb()).strip()

    def verb(self):
        """What it is asked for: "update-service", "push", "api": the first words, no options."""
        rest, takes_value = [], {"-C", "-c", "--config", "--context", "-H", "--host", "--output",
                                 "--region", "--endpoint-url", "--profile"}  # fmt: skip
        skip = False
        for word in self.words:
            if skip:
                skip = False
            elif word in takes_value:
                skip = True
            elif not word.startswith("-"):
                rest.append(word)
        if not rest:
            return "--version" if "--version" in self.words else ""
        if self.program == "aws":
            return rest[1] if len(rest) > 1 else "".join(rest)
        if rest[:1] in (["image"], ["buildx"], ["manifest"], ["system"]):
            return " ".join(rest[:2])
        return rest[0]

    def order(self, *words):
        self.leaves |= words[0] == "orphan"
        self.out.write((" ".join(str(word) for word in words) + "\n").encode())
        self.out.flush()

    def say(self, text, to="out"):
        data = text if isinstance(text, bytes) else text.encode()
        if data:
            self.out.write(b"%s %d\n" % (to.encode(), len(data)) + data)
            self.out.flush()


class DockerDouble:
    """Images by name, as far as building and pushing one needs them."""

    def __init__(self):
        self.built, self.pushed, self.logged_in = [], [], False
        self.wants_login = False

    def answer(self, call):
        """(stdout, stderr, exit status)"""
        verb = call.verb().replace(" ", "_").replace("-", "_")
        return getattr(self, "do_" + verb, self.do_unknown)(call)

    def do_unknown(self, call):
        return "", "docker: '%s' is not known to the test\n" % shlex.join(call.words), 1

    def do___version(self, _):
        return "Docker version 20.10.24+dfsg1, build 297e128\n", "", 0

    def do_version(self, call):
        return "20.10.24\n" if "--format" in call.words else "Client:\n Version: 20.10.24\n", "", 0

    def do_info(self, call):
        return "linux/x86_64\n" if "--format" in call.words else "Server Version: 20.10.24\n", "", 0

    def do_login(self, _):
        self.logged_in = True
        return "Login Succeeded\n", "", 0

    def do_logout(self, _):
        self.logged_in = False
        return "", "", 0

    def do_build(self, call):
        names = [call.words[n + 1] for n, word in enumerate(call.words) if word in ("-t", "--tag")]
        self.built += names
        for n, word in enumerate(call.words):
            if word == "--iidfile":
                with open(call.words[n + 1], "w", encoding="ascii") as file:
                    file.write("sha256:" + "cd" * 32)
        return "Step 1/1 : FROM scratch\nSuccessfully built cdcdcdcdcdcd\n", "", 0

    def do_tag(self, call):
        self.built.append(call.words[-1])
        return "", "", 0

    def do_push(self, call):
        name = call.words[-1]
        if self.wants_login and not self.logged_in:
            return "", "denied: requested access to the resource is denied\n", 1
        self.pushed.append(name)
        tag = name.rsplit(":", 1)[-1]
        return "The push refers to repository [%s]\n%s: digest: %s size: 528\n" % (
            name, tag, DIGEST), "", 0  # fmt: skip

    def do_image_inspect(self, call):
        name = call.words[-1]
        if name not in self.built:
            return "[]\n", "Error: No such image: %s\n" % name, 1
        repository = re.sub(r":[^:/]*$", "", name)
        facts = {
            "Id": "sha256:" + "cd" * 32,
            "RepoTags": [name],
            "RepoDigests": ["%s@%s" % (repository, DIGEST)] if name in self.pushed else [],
            "Architecture": "amd64",
            "Os": "linux",
        }
        return json.dumps([facts]) + "\n", "", 0

    do_inspect = do_image_inspect

    def do_manifest_inspect(self, call):
        if call.words[-1] not in self.pushed:
            return "", "no such manifest: %s\n" % call.words[-1], 1
        return json.dumps({"schemaVersion": 2, "config": {"digest": DIGEST}}) + "\n", "", 0


def camel(name):
    head, *tail = name.split("-")
    return head + "".join(part.capitalize() for part in tail)


class AwsDouble:
    """aws's words → an operation of the small Amazon → JSON, or the error's text and status."""

    OPERATIONS = {
        "get-caller-identity": "GetCallerIdentity",
        "get-parameters": "GetParameters",
        "describe-secret": "DescribeSecret",
    }

    def __init__(self, cloud):
        self.cloud = cloud

    def parameters(self, call):
        words = iter(call.words)
        found, name = {}, None
        for word in words:
            if word.startswith("--"):
                name = camel(word[2:])
                found[name] = True
            elif name:
                before = found[name]
                found[name] = word if before is True else [before, word]
        for key in ["output", "region", "endpointUrl", "profile", "noCliPager", "color"]:
            found.pop(key, None)
        given = found.pop("cliInputJson", None)
        if given:
            text = call.files.get(given, given)
            found.update(json.loads(text))
        for key in ["services", "tasks", "clusters", "names"]:
            if isinstance(found.get(key), str):
                found[key] = [found[key]]
        return found

    def answer(self, call):
        if call.words == ["--version"]:
            return "aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12\n", "", 0
        verb = call.verb()
        operation = self.OPERATIONS.get(verb) or "".join(
            part.capitalize() for part in verb.split("-")
        )
        try:
            answer = self.cloud.call(operation, self.parameters(call))
        except ServiceError as error:
            return "", "\nAn error occurred (%s) when calling the %s operation: %s\n" % (
                error.code, operation, error.message), 254  # fmt: skip
        except RawAnswer as raw:
            return raw.body.decode(), "", 0
        return json.dumps(answer, indent=4) + "\n", "", 0


class GhDouble:
    """`gh api PATH` and `gh --version`; the rest of gh is tried with the real one."""

    def __init__(self, hub):
        self.hub = hub

    def answer(self, call):
        if call.words == ["--version"]:
            return "gh version 2.23.0 (2023-02-27 Debian 2.23.0+dfsg1-1)\n", "", 0
        if call.words[:2] == ["auth", "status"]:
            return "", "Logged in\n", 0
        if call.words[:1] != ["api"]:
            return "", "gh: the test does not know '%s'\n" % shlex.join(call.words), 1
        path = [word for word in call.words[1:] if not word.startswith("-")][0]
        path = path.lstrip("/").replace("{owner}/{repo}", "lejardin/shop")
        path, _, query = path.partition("?")
        pairs = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
        status, _, body = self.hub.answer("/" + path, pairs)
        if status != 200:
            return body.decode(), "gh: Not Found (HTTP %d)\n" % status, 1
        return body.decode(), "", 0


class ChecksDouble:
    """A project's own check, which finds nothing."""

    def answer(self, call):
        return "%s: all is well\n" % call.program, "", 0


class Handler(socketserver.StreamRequestHandler):
    def text(self):
        head = b""
        while not head.endswith(b":"):
            byte = self.rfile.read(1)
            if not byte:
                raise EOFError
            head += byte
        data = self.rfile.read(int(head[:-1]) + 1)
        return data[:-1].decode("utf-8", "surrogateescape")

    def handle(self):
        try:
            fields = [self.text() for _ in range(4)]
            files = {}
            while word := self.text():
                fields.append(word)
                if word.startswith("file://"):
                    files[word] = self.text()
            environment = []
            while pair := self.text():
                environment.append(pair)
            self.server.stage.play(Call(fields, files, environment, self.wfile))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            pass  # it was killed: that is what the test is about


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        self.stage.trouble.append(__import__("traceback").format_exc())


class Stage:
    """with Stage(folder, cloud, hub) as stage: … stage.path for PATH, stage.calls

    A point is "before" (nothing happened yet), "during" (it happened, nobody knows) or "after" (all
    is said, the program has not ended).
    """

    def __init__(self, folder, shim, cloud, hub):
        self.path = os.path.join(str(folder), "bin")
        os.makedirs(self.path, mode=0o700)
        for name in NAMES:
            os.link(shim, os.path.join(self.path, name)) if self.is_near(shim) else shutil.copy(
                shim, os.path.join(self.path, name)
            )
        self.cloud, self.docker = cloud, DockerDouble()
        self.programs = {"aws": AwsDouble(cloud), "docker": self.docker, "gh": GhDouble(hub),
                         "flake8": ChecksDouble(), "pytest": ChecksDouble()}  # fmt: skip
        self.calls, self.trouble = [], []
        self.fault = None  # called with each call and a point; True: the call is over

    def is_near(self, shim):
        return os.stat(shim).st_dev == os.stat(self.path).st_dev

    def __enter__(self):
        self.server = Server(os.path.join(self.path, "shims.sock"), Handler)
        self.server.stage = self
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def is_over(self, call, point):
        return bool(self.fault and self.fault(call, point))

    def play(self, call):
        call.number = 1 + sum(1 for other in self.calls if other.name == call.name)
        self.calls.append(call)
        if self.is_over(call, "before"):
            return
        if call.program == "git":
            self.play_git(call)
            return
        out, err, status = self.programs[call.program].answer(call)
        if self.is_over(call, "during"):
            return
        call.say(out)
        call.say(err, "err")
        if self.is_over(call, "after"):
            return
        call.order("exit", status)

    def play_git(self, call):
        """Only a push has an effect; the rest is git's own business."""
        if call.verb() != "push":
            call.order("exec", "/usr/bin/git")
            return
        done = subprocess.run(["/usr/bin/git", *call.words], cwd=call.folder, capture_output=True,
                              env=call.environment, stdin=subprocess.DEVNULL)  # fmt: skip
        if self.is_over(call, "during"):
            return
        call.say(done.stdout)
        call.say(done.stderr, "err")
        if self.is_over(call, "after"):
            return
        call.order("exit", done.returncode)

    def has_effects(self):
        return any(re.match(r"docker push|aws (register|update)|git push", c.name) for c in self.calls)

    def running(self):
        """Pids of stand-ins, and of what they left behind, that still run."""
        if any(call.leaves for call in self.calls):
            pids = filter(str.isdigit, os.listdir("/proc"))
        else:
            pids = [str(call.pid) for call in self.calls]
        return [int(pid) for pid in pids if self.is_ours(pid)]

    def is_ours(self, pid):
        try:
            return os.readlink("/proc/%s/exe" % pid).startswith(self.path + "/")
        except OSError:
            return False

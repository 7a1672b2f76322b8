"""Debian's dockerd with a root of its own, and a registry that wants a login. All below one folder,
ended and unmounted when the test is over.

The daemon runs as root only. There is no bridge: what runs has no network or the machine's own.
"""
import atexit
import contextlib
import glob
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from importlib.util import find_spec

DOCKER, DAEMON, REGISTRY = "/usr/bin/docker", "/usr/sbin/dockerd", "/usr/bin/docker-registry"
HTPASSWD, BUSYBOX = "/usr/bin/htpasswd", "/bin/busybox"
JQUERY = "/usr/share/javascript/jquery/jquery.js"  # what Django's admin links to
USER, PASSWORD = "bot", "registry-password-for-the-test"
BASE = "python:3.11.10-slim-bookworm"  # what the sample's Dockerfile starts from
# Of Debian's packages, what the sample's requirements.txt asks for, as far as it is imported.
MODULES = ["django", "gunicorn", "whitenoise", "sentry_sdk", "sqlparse", "asgiref", "pytz",
           "urllib3", "six.py", "certifi", "pkg_resources", "setuptools",
           "_distutils_hack", "brotli.py", "typing_extensions.py"]  # fmt: skip


def why_not():
    """Why no Docker can be tried here; None when it can."""
    needed = [DOCKER, DAEMON, REGISTRY, HTPASSWD, BUSYBOX, JQUERY]
    missing = [path for path in needed if not os.path.exists(path)]
    missing += [m for m in ["django", "gunicorn", "whitenoise", "sentry_sdk"] if not find_spec(m)]
    if missing:
        return "no " + ", no ".join(missing)
    return None if os.geteuid() == 0 else "dockerd needs root"


def wait_for(is_ready, process, seconds, log):
    end = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(pathlib.Path(log).read_text(errors="replace")[-2000:])
        time.sleep(0.05)


class Docker:
    """with Docker() as docker: … docker.run("build", …), docker.environment, docker.registry"""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pf-docker-"))
        self.socket = self.folder / "docker.sock"
        self.environment = {
            "DOCKER_HOST": "unix://%s" % self.socket,
            "DOCKER_CONFIG": str(self.folder / "client"),
        }
        (self.folder / "client").mkdir()
        self.processes = []
        atexit.register(self.__exit__)  # an interrupt must not leave a daemon behind

    def start(self, words, log):
        out = open(self.folder / log, "ab")
        process = subprocess.Popen(
            words,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder)},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        out.close()
        self.processes.append(process)
        return process

    def __enter__(self):
        try:
            try:
                self.start_daemon("overlay2")
            except RuntimeError:  # on a file system that cannot be laid over another one
                self.processes.clear()
                self.start_daemon("vfs")
            self.start_registry()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start_daemon(self, driver):
        (self.folder / "daemon.json").write_text(
            json.dumps(
                {
                    "data-root": str(self.folder / "data"),
                    "exec-root": str(self.folder / "exec"),
                    "pidfile": str(self.folder / "docker.pid"),
                    "hosts": ["unix://%s" % self.socket],
                    "storage-driver": driver,
                    "iptables": False,
                    "ip6tables": False,
                    "bridge": "none",
                }
            )
        )
        daemon = self.start([DAEMON, "--config-file", str(self.folder / "daemon.json")], "daemon.log")
        wait_for(
            lambda: self.run("version", check=False).returncode == 0,
            daemon,
            60,
            self.folder / "daemon.log",
        )

    def start_registry(self):
        """The registry picks its port itself and tells it in its log."""
        secret = subprocess.run(
            [HTPASSWD, "-Bbn", USER, PASSWORD], check=True, capture_output=True, text=True
        ).stdout
        (self.folder / "htpasswd").write_text(secret)
        (self.folder / "registry.yml").write_text(
            "version: 0.1\nlog: {level: info}\n"
            "storage: {filesystem: {rootdirectory: %s/registry}}\n"
            "http: {addr: '127.0.0.1:0'}\n"
            "auth: {htpasswd: {realm: test, path: %s/htpasswd}}\n" % (self.folder, self.folder)
        )
        log = self.folder / "registry.log"
        process = self.start([REGISTRY, "serve", str(self.folder / "registry.yml")], "registry.log")
        wait_for(lambda: "listening on" in log.read_text(errors="replace"), process, 30, log)
        said = log.read_text().split("listening on", 1)[1]
        self.registry = said.split('"', 1)[0].split()[0]

    def run(self, *words, check=True, **more):
        return subprocess.run(
            [DOCKER, *words],
            env={"PATH": "/usr/bin:/bin", **self.environment},
            check=check,
            capture_output=True,
            text=True,
            timeout=300,
            **more,
        )

    def import_base(self):
        """This machine's own Python and Django as the image that the sample starts from."""
        root = self.folder / "base.tar"
        with tarfile.open(root, "w", dereference=True) as tar:
            fill_base(tar)
        with open(root, "rb") as file:
            self.run("import", "-", BASE, stdin=file)
        root.unlink()
        done = self.run("run", "--rm", "--network=none", BASE, "python", "-c", "1", check=False)
        if done.returncode != 0:
            raise RuntimeError("a container does not run here: " + done.stderr)

    def __exit__(self, *_):
        if not self.folder.exists():
            return
        if self.processes and self.processes[0].poll() is None:
            for name in self.run("ps", "-aq", check=False).stdout.split():
                self.run("rm", "-f", name, check=False)
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for path in ["exec/netns/default", "data"]:
            subprocess.run(["/bin/umount", "-l", str(self.folder / path)], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)


PIP = "#!/bin/sh\n# All that requirements.txt asks for is here already.\nexit 0\n"
USERADD = '#!/bin/sh\n# --uid NUMBER --no-create-home NAME\necho "$4:x:$2:0::/:/bin/sh" >>/etc/passwd\n'


def libraries_of(program):
    """What the loader would map, by its own words."""
    said = subprocess.run(["/usr/bin/ldd", program], capture_output=True, text=True).stdout
    for word in said.split():
        if word.startswith("/") and os.path.exists(word):
            yield word


def fill_base(tar):
    added = set()

    def add(path):
        """The file, or all files below the folder, with links followed; what leads nowhere is left."""
        name = path.lstrip("/")
        if name in added or not os.path.exists(path) or not is_wanted(name):
            return
        added.add(name)
        tar.add(os.path.realpath(path), name, recursive=False)
        if os.path.isdir(path):
            for inside in sorted(os.listdir(path)):
                add(path + "/" + inside)

    def is_wanted(name):
        if name.endswith(".mo"):
            return "/fr/" in name
        parts = name.split("/")
        return not {"__pycache__", "test", "tests"} & set(parts) and not name.endswith((".pyc", ".a"))

    python = os.path.realpath("/usr/bin/python3")
    version = os.path.basename(python)
    for folder in ["etc", "tmp", "root", "var/tmp", "dev"]:
        info = tarfile.TarInfo(folder)
        info.type, info.mode = tarfile.DIRTYPE, 0o1777 if "tmp" in folder else 0o755
        tar.addfile(info)
    add(BUSYBOX)
    for name in ["sh", "env", "cat", "ls", "id", "mkdir", "touch"]:
        link(tar, "bin/" + name, "busybox")
    for name, text in [("usr/local/bin/pip", PIP), ("usr/local/bin/useradd", USERADD),
                       ("usr/local/bin/gunicorn", "#!/bin/sh\nexec python -m gunicorn.app.wsgiapp "
                        '"$@"\n'),
                       ("etc/passwd", "root:x:0:0::/root:/bin/sh\n"), ("etc/group", "root:x:0:\n"),
                       ("etc/shadow", "root:*:1::::::\n")]:  # fmt: skip
        add_text(tar, name, text)
    add(python)
    link(tar, "usr/local/bin/python", python)
    folder = "/usr/lib/" + version
    add(folder)
    for name in ["tzdata.zi", "zone.tab", "zone1970.tab", "iso3166.tab", "UTC", "Europe/Paris"]:
        add("/usr/share/zoneinfo/" + name)
    for module in MODULES:
        add("/usr/lib/python3/dist-packages/" + module)
    for library in glob.glob("/lib/*-linux-gnu*/libgcc_s.so.1"):  # threads end with it
        add(library)
    dynamic = pathlib.Path(folder, "lib-dynload")
    for program in [python, *map(str, dynamic.glob("*.so"))]:
        for library in libraries_of(program):
            add(library)


def link(tar, name, to):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, to
    tar.addfile(info)


def add_text(tar, name, text):
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(text.encode()), 0o755 if "/bin/" in name else 0o644
    tar.addfile(info, io.BytesIO(text.encode()))

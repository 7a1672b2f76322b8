# shellcheck shell=sh
# What building and testing need: looks for it, installs what is missing on Debian and its kin, and
# says what to install everywhere else. Sourced; expects $root, the checkout.
: "${root:?}"

# One line each: what to look for, then the Debian packages that bring it.
#   command NAME · library pkg-config-name · python module · file PATH
needs_to_build='command cc: gcc libc6-dev
command cmake: cmake
command ninja: ninja-build
command pkg-config: pkg-config
library yaml-0.1: libyaml-dev
library jansson: libjansson-dev
library libpcre2-8: libpcre2-dev
library libcurl: libcurl4-openssl-dev'

# shellcheck disable=SC2034 # for those who source this
needs_to_test="$needs_to_build
library check: check libsubunit-dev
command python3: python3
python django: python3-django
python environ: python3-django-environ
python decouple: python3-decouple
python botocore: python3-botocore
command /usr/bin/aws: awscli
python jsonschema: python3-jsonschema
python yaml: python3-yaml
python toml: python3-toml
python pydantic: python3-pydantic
python corsheaders: python3-django-cors-headers
python celery: python3-celery
python dynaconf: python3-dynaconf
python boto3: python3-boto3
command git: git
command clang: clang
command pre-commit: pre-commit"

# What the tests of deploys start. Those whose program is missing are skipped by name; only .ci/run
# installs these, since docker.io takes the place of another Docker that a machine may have.
# shellcheck disable=SC2034 # for those who source this
needs_to_test_deploys='command /usr/sbin/dockerd: docker.io
command /usr/bin/docker-registry: docker-registry
command /usr/bin/htpasswd: apache2-utils
command /usr/bin/aws: awscli
command /usr/bin/gh: gh
command /usr/bin/openssl: openssl
command /bin/busybox: busybox-static
python gunicorn: gunicorn
python whitenoise: python3-whitenoise
python sentry_sdk: python3-sentry-sdk
file /usr/share/javascript/jquery/jquery.js: libjs-jquery'

say() {
    printf 'preflight: %s\n' "$*" >&2
}

# Debian's own interpreter: another one on the PATH does not see Debian's packages.
python_to_test_with() {
    if [ -x /usr/bin/python3 ]; then echo /usr/bin/python3; else command -v python3; fi
}

is_there() {
    case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    library) pkg-config --exists "$2" 2>/dev/null ;;
    python) "$(python_to_test_with)" -c "import $2" >/dev/null 2>&1 ;;
    file) [ -e "$2" ] ;;
    esac
}

# The lines of $1 whose first part is not there.
missing_of() {
    printf '%s\n' "$1" | while read -r kind name packages; do
        is_there "$kind" "${name%:}" || printf '%s %s %s\n' "$kind" "$name" "$packages"
    done
}

install_debian() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "some packages are missing, and this is neither root nor is there sudo. As root, run:"
            say "    apt-get install $*"
            exit 2
        fi
        # Without a terminal nobody could type a password.
        if [ -t 0 ]; then as_root=sudo; else as_root='sudo -n'; fi
    fi
    say "installing Debian packages with apt-get: $*"
    # shellcheck disable=SC2086 # "sudo -n" is two words
    if ! {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
                --no-install-recommends "$@"
    } >&2; then
        say "apt-get failed; install these yourself: $*"
        exit 2
    fi
}

# Ends with status 2 when something is missing and cannot be had.
ensure() {
    missing=$(missing_of "$1")
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null 2>&1; then
        packages=$(printf '%s\n' "$missing" | while read -r _ _ names; do echo "$names"; done)
        # shellcheck disable=SC2086 # several package names
        install_debian $packages
        missing=$(missing_of "$1")
        [ -n "$missing" ] || return 0
    fi
    say "these are missing, and I do not know this system's package manager:"
    printf '%s\n' "$missing" | while read -r kind name packages; do
        say "    $kind ${name%:} (in Debian: $packages)"
    done
    say "Fedora: gcc cmake ninja-build pkgconf libyaml-devel jansson-devel pcre2-devel libcurl-devel check-devel"
    say "Alpine: gcc musl-dev linux-headers cmake samurai pkgconf yaml-dev yaml-static jansson-dev jansson-static pcre2-dev curl-dev check-dev"
    say "Arch:   gcc cmake ninja pkgconf libyaml jansson pcre2 curl check"
    exit 2
}

# build PRESET: configures and builds into build/PRESET, one at a time; quiet unless it fails.
build() {
    mkdir -p "$root/build/$1"
    log=$root/build/$1/build.log
    if ! (
        cd "$root" || exit 1
        if command -v flock >/dev/null 2>&1; then
            exec 9>"build/$1/.lock" && flock 9
        fi
        cmake --preset "$1" && cmake --build --preset "$1"
    ) >"$log" 2>&1; then
        grep -E 'error|Error|FAILED|undefined reference' "$log" | head -n 40 >&2
        say "the build of preset '$1' failed; all of it is in $log"
        exit 2
    fi
}

#!/usr/bin/env bash
# Makes a checkout ready to run; a second call finds everything in place and returns at once.
#
#   deploy/setup.sh            the virtual environment in .venv, with pinned packages
#   deploy/setup.sh kafka      also Java and the jars of Apache Kafka in .cache/kafka
#   deploy/setup.sh objects    also Java and the jars of S3Proxy in .cache/objects, an S3 server for tests
#   deploy/setup.sh tls        also servers that speak TLS, for the tests of encrypted ways (the wheels' servers can't)
#   deploy/setup.sh browser    also Chromium and a Chinese font, for tests that look at pages
#
# Only the system's own package manager needs root; without root a missing program ends the script with one line.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "· $*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
fingerprint() { { cat "$@"; pwd; } | sha256sum | cut -c1-32; }
up_to_date() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

system_packages() { # the sentence for those without root, then packages
    local sentence=$1; shift
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || stop "$sentence"
    say "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null
    apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >/dev/null || stop "$sentence"
}

modern_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

find_uv() { # prints the command; makes a private one when the path has none
    if uv --version >/dev/null 2>&1; then
        echo uv
        return
    fi
    local tool=.cache/uv python=$1
    if ! "$tool/bin/uv" --version >/dev/null 2>&1; then
        say 'fetching uv, the package installer' >&2
        "$python" -c 'import ensurepip' 2>/dev/null || system_packages 'Install python3-venv, or uv.' python3-venv >&2
        rm -rf "$tool"
        "$python" -m venv "$tool"
        "$tool/bin/pip" --quiet --disable-pip-version-check install --require-hashes -r deploy/uv.pin >&2
    fi
    echo "$tool/bin/uv"
}

environment() {
    local wanted stamp=.venv/.govhall python uv
    wanted=$(fingerprint requirements.lock pyproject.toml)
    up_to_date "$stamp" "$wanted" && return
    if ! python=$(modern_python); then
        system_packages 'Install Python 3.11 or newer.' python3 python3-venv
        python=$(modern_python) || stop 'Install Python 3.11 or newer.'
    fi
    uv=$(find_uv "$python")
    say 'preparing .venv (about a minute the first time)'
    .venv/bin/python -c '' 2>/dev/null || "$uv" venv --quiet --clear --python "$python" .venv
    # Sync removes what the lock does not name, the project itself among it; so the project follows.
    "$uv" pip sync --python .venv --compile-bytecode --require-hashes requirements.lock
    "$uv" pip install --quiet --python .venv --no-deps --no-build-isolation -e .
    echo "$wanted" >"$stamp"
}

java_is_modern() {
    local shown
    shown=$(java -version 2>&1) || return 1
    [ "$(sed -n 's/.*version "\([0-9]*\).*/\1/p' <<<"$shown" | head -1)" -ge 17 ] 2>/dev/null
}

jars() { # the folder below deploy with the pom, how large they are, the sentence for those who can't have them
    local name=$1 size=$2 sentence=$3 wanted stamp=.cache/$1/.govhall fresh
    java_is_modern || system_packages "$sentence" default-jre-headless
    wanted=$(fingerprint "deploy/$name/pom.xml")
    up_to_date "$stamp" "$wanted" && return
    command -v mvn >/dev/null || system_packages "$sentence" maven
    say "fetching the jars of $name ($size)"
    fresh=$(mktemp -d ".cache/$name-XXXXXX")
    # shellcheck disable=SC2086 - the option is one word or nothing
    mvn -q -B -Dstyle.color=never -f "deploy/$name/pom.xml" ${MAVEN_REPOSITORY:-} dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$PWD/$fresh"
    echo "$wanted" >"$fresh/.govhall"
    chmod 755 "$fresh"
    rm -rf ".cache/$name"
    mv "$fresh" ".cache/$name"
}

kafka() {
    jars kafka '44 MB' 'Install Java 17 and Maven; without them `make demo LINK=direct` runs one cell without Kafka.'
}

objects() {
    jars objects '43 MB' 'Install Java 17 and Maven for the tests against an S3 server.'
}

tls() {
    local missing=()
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
    command -v redis-server >/dev/null || missing+=(redis-server)
    # In run level 1 the packages start no server: the tests start their own.
    [ ${#missing[@]} = 0 ] || RUNLEVEL=1 system_packages 'Install postgresql and redis-server for the tests with TLS.' "${missing[@]}"
}

browser() {
    local sentence='Install chromium and fonts-noto-cjk (or another Chinese font) for the tests that look at pages.'
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    [ -n "$(fc-list :lang=zh 2>/dev/null | head -c1)" ] || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} = 0 ] || system_packages "$sentence" "${missing[@]}"
}

# Behind a network that inspects TLS only the system knows the authority: uv and pip would trust lists of their own.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true} UV_NATIVE_TLS=${UV_NATIVE_TLS:-true} # the second is its older name
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
    [ -z "${PIP_CERT:-}" ] && [ -r "$bundle" ] && export PIP_CERT=$bundle
done
mkdir -p .cache
exec 9>.cache/setup.lock
flock 9
if [ ! -w "${HOME:-/nonexistent}" ]; then # an account without a home keeps its downloads here
    export UV_CACHE_DIR=$PWD/.cache/uv-downloads MAVEN_REPOSITORY=-Dmaven.repo.local=$PWD/.cache/maven
fi
environment
# Every program starts by reading some 1,700 modules: compiled it takes 2 seconds, uncompiled 8, and an account that may
# not write here, or is told not to, would compile them again at every start.
.venv/bin/python -m compileall -qq platform federation tenants township_halls deploy tests || true
for part in "$@"; do
    case $part in
        kafka | objects | tls | browser) "$part" ;;
        *) stop "deploy/setup.sh knows kafka, objects, tls and browser, not $part" ;;
    esac
done

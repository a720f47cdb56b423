# Sets up what ./run and ./test need; sourced by both. One line for each step, all of it only when a step fails;
# quick when all is there. Needs bash, and on Debian or Ubuntu apt-get with the right to install (root, or sudo).

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$here/.venv"

run_packages="tesseract-ocr tesseract-ocr-vie poppler-utils sane-utils xvfb libegl1 libgl1 libxkbcommon-x11-0
 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
 libxcb-xinerama0 libdbus-1-3 libfontconfig1 libglib2.0-0 fonts-liberation fonts-dejavu-core fonts-noto-core"
test_packages="postgresql softhsm2 xauth fonts-croscore fonts-crosextra-carlito fonts-dejavu libpdfbox2-java
 libactivation-java libjaxb-api-java"

say() { printf '%s\n' "$*" >&2; }

# What the command says is shown when it fails.
quietly() {
    local log status=0
    log="$(mktemp)" || exit 5
    "$@" >"$log" 2>&1 || status=$?
    [ "$status" -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

# Everything that the named Debian packages need, and the Python environment from the lock.
set_up() {
    if is_made; then
        install_packages "$@"
        return
    fi
    # Why with the others: who may not install shall get one line for all.
    local python lacking=""
    if python="$(find_python)"; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || lacking="python3-venv"
    else
        lacking="python3 python3-venv"
    fi
    install_packages "$@" $lacking
    python="$(find_python)" || { say "Python 3.11 or newer is needed."; exit 3; }
    make_environment "$python"
}

missing_packages() {
    local there
    there="$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)"
    local name
    for name in "$@"; do
        case "
$there
" in *"
$name installed
"*) ;; *) printf '%s ' "$name" ;; esac
    done
}

install_packages() {
    command -v dpkg-query >/dev/null || { say "Not a Debian system: please see that these are there: $*"; return 0; }
    local missing
    missing="$(missing_packages "$@")"
    [ -n "$missing" ] || return 0
    local line="apt-get install -y --no-install-recommends $missing"
    local as=""
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as=sudo
        else
            say "These Debian packages are missing, and installing them needs root. Please run:"
            say "  sudo $line"
            exit 3
        fi
    fi
    say "Installing Debian packages: $missing"
    quietly $as apt-get update -q || say "apt-get update failed; trying with the lists that are there"
    if ! quietly $as env DEBIAN_FRONTEND=noninteractive $line; then
        say "The packages could not be installed. Please run: sudo $line"
        exit 3
    fi
}

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

stamp() { sha256sum <"$here/requirements.lock" | cut -d' ' -f1; }

# Whether the environment is that of the lock and of the Python that it now runs: a system may have got a newer one.
is_made() {
    [ "$(cat "$venv/.stamp" 2>/dev/null)" = "$(stamp)" ] && has_module PySide6
}

has_module() {
    "$venv/bin/python" -c 'import importlib.util as u, sys; sys.exit(not u.find_spec(sys.argv[1]))' "$1" 2>/dev/null
}

make_environment() {
    say "Installing Python packages into .venv from requirements.lock (some minutes the first time)"
    has_module pip || quietly "$1" -m venv "$venv" || exit 3
    quietly "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        --only-binary :all: -r "$here/requirements.lock" ||
        { say "The Python packages could not be installed; see above."; exit 3; }
    stamp >"$venv/.stamp"
}

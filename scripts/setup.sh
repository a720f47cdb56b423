# Sets up what ./run and ./test need; sourced by both. Says what it installs; quick when all is there.
# Needs bash, and on Debian or Ubuntu apt-get with the right to install (root, or sudo).

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$here/.venv"

run_packages="tesseract-ocr tesseract-ocr-vie poppler-utils sane-utils xvfb libegl1 libgl1 libxkbcommon-x11-0
 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
 libxcb-xinerama0 libdbus-1-3 libfontconfig1 libglib2.0-0 fonts-liberation fonts-dejavu-core fonts-noto-core"
test_packages="postgresql softhsm2 xauth fonts-croscore fonts-crosextra-carlito fonts-dejavu"

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
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
    $as apt-get update -q >&2 || say "apt-get update failed; trying with the lists that are there"
    if ! $as env DEBIAN_FRONTEND=noninteractive $line >&2; then
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

set_up_python() {
    local python stamp
    if ! python="$(find_python)"; then
        install_packages python3
        python="$(find_python)" || { say "Python 3.11 or newer is needed."; exit 3; }
    fi
    stamp="$(sha256sum "$here/requirements.lock" | cut -d' ' -f1)"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp" 2>/dev/null)" = "$stamp" ]; then
        return 0
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    say "Installing Python packages into .venv from requirements.lock (some minutes the first time)"
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || exit 3
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r "$here/requirements.lock" >&2 || { say "The Python packages could not be installed; see above."; exit 3; }
    printf '%s' "$stamp" > "$venv/.stamp"
}

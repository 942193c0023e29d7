# shellcheck shell=bash
# Sourced by bin/serve, bin/test and .ci/run: what they need before Python code of the project can run.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# What WeasyPrint loads; named together with a missing Python module, so that nobody has to ask twice.
PDF_LIBRARIES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# install_packages WHY PACKAGE...: with apt when root, else one sentence that says what to install.
install_packages() {
    local why=$1
    shift
    if ! command -v apt-get >/dev/null; then
        fail "$why: install what Debian calls: $*"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        fail "$why: ask an administrator to run: apt-get install --no-install-recommends $*"
    fi
    say "$why: installing $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || say "apt-get update failed; trying with the package lists at hand."
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null || fail "$why: apt-get could not install $*"
}

# The distribution's own Python first: it is the one that its security updates reach.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local python version
    if ! python=$(find_python); then
        install_packages "Python 3.11 or newer is missing" python3 python3-venv "${PDF_LIBRARIES[@]}"
        python=$(find_python) || fail "Python 3.11 or newer is missing, and this distribution's python3 is older."
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_packages "Python's venv module is missing" "python$version-venv" "${PDF_LIBRARIES[@]}"
    fi
    say "Making the virtual environment .venv with $("$python" -V)"
    "$python" -m venv --clear .venv || fail "The virtual environment .venv could not be made."
}

# install_requirements FILE: hash-checked, and only when the file or Python has changed since the last time.
install_requirements() {
    local file=$1 stamp=.venv/installed-$1.sha256 wanted
    .venv/bin/python -c '' 2>/dev/null || make_venv
    wanted=$( (.venv/bin/python -V; cat "$file") | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
    say "Installing the pinned packages of $file"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --only-binary :all: --require-hashes -r "$file" ||
        fail "The packages of $file could not be installed; pip's message above says why."
    printf '%s\n' "$wanted" >"$stamp"
}

# A warning means that one it will soon require is missing.
require_pdf_libraries() {
    local probe=(.venv/bin/python -W error::DeprecationWarning -c 'import weasyprint')
    "${probe[@]}" >/dev/null 2>&1 && return
    install_packages "The libraries that draw PDF files are missing" "${PDF_LIBRARIES[@]}"
    "${probe[@]}" || fail "WeasyPrint still cannot load its libraries; its message above names the one."
}

# Some tests drive a browser. Ubuntu's apt has Chromium only as a snap, so Playwright's own build is its fallback.
require_chromium() {
    if [ "${ZI_TANPA_BROWSER:-}" = 1 ]; then
        say "ZI_TANPA_BROWSER=1: the tests that drive a browser are NOT run."
        return
    fi
    find_chromium && return
    if [ "$(. /etc/os-release && printf %s "$ID")" = debian ]; then
        install_packages "Chromium, which the browser tests drive, is missing (ZI_TANPA_BROWSER=1 leaves those tests out)" chromium
    elif [ "$(id -u)" -eq 0 ]; then
        say "Chromium, which the browser tests drive, is missing: installing Playwright's build"
        .venv/bin/playwright install --with-deps chromium
    fi
    find_chromium || fail "Chromium, which the browser tests drive, is missing: install it, name it in ZI_CHROMIUM, or leave those tests out with ZI_TANPA_BROWSER=1"
}

find_chromium() {
    local candidate
    for candidate in "${ZI_CHROMIUM:-}" chromium chromium-browser google-chrome \
        "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome; do
        # Ubuntu's /usr/bin/chromium-browser is a script that only asks for the snap, so ask for the version
        if [ -n "$candidate" ] && timeout 20 "$candidate" --version >/dev/null 2>&1; then
            ZI_CHROMIUM=$(command -v "$candidate")
            export ZI_CHROMIUM
            return
        fi
    done
    return 1
}

# Some tests have LibreOffice calculate an exported workbook and save it again, or print a Word document.
require_libreoffice() {
    if [ "${ZI_TANPA_LIBREOFFICE:-}" = 1 ]; then
        say "ZI_TANPA_LIBREOFFICE=1: the tests that open workbooks and documents with LibreOffice are NOT run."
        return
    fi
    local program
    program=$(dirname "$(readlink -f "$(command -v soffice)")")
    [ -e "$program/libsclo.so" ] && [ -e "$program/libswlo.so" ] && return
    install_packages "LibreOffice, which opens workbooks and documents for tests, is missing (ZI_TANPA_LIBREOFFICE=1 leaves those tests out)" libreoffice-calc-nogui libreoffice-writer-nogui
}

# set_up FILE: two starts at once must not fill one .venv.
set_up() {
    exec 9>.setup.lock
    flock 9
    install_requirements "$1"
    require_pdf_libraries
    exec 9>&-
}

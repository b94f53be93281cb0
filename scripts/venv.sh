# Python programs that tests need from PyPI; sourced, not run.
# shellcheck shell=bash

# venv NAME REQUIREMENTS: a Python environment of Debian's own Python in .build/, with exactly what the file REQUIREMENTS
# names; made anew when that changes. Sets `python`.
venv() {
    local folder=$ROOT/.build/python/$1 wanted
    wanted=$(sha256sum <"$2")
    python=$folder/bin/python
    [ "$(cat "$folder/made-of" 2>/dev/null)" != "$wanted" ] || return 0
    rm -rf "$folder"
    mkdir -p "$(dirname "$folder")"
    if ! { /usr/bin/python3 -m venv "$folder" && "$python" -m pip install --quiet --disable-pip-version-check \
        --no-deps --requirement "$2"; } >"$folder.log" 2>&1; then
        tail -n 15 "$folder.log" >&2
        die "What ${2#"$ROOT"/} names could not be installed from PyPI (the last words are above)." \
            "Check the network, or name your mirror in PIP_INDEX_URL, then try again."
    fi
    echo "$wanted" >"$folder/made-of"
}

# Shared by the benchmarks; sourced, not run.
# shellcheck shell=bash

. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
. "$ROOT/scripts/venv.sh"
cd "$ROOT" || exit

# needs PROGRAM=PACKAGE...: says which programs are missing, all at once, and how to get them.
needs() {
    local pair programs=() packages=()
    for pair; do
        command -v "${pair%%=*}" >/dev/null && continue
        programs+=("${pair%%=*}")
        packages+=("${pair#*=}")
    done
    [ ${#programs[@]} -eq 0 ] || die "This benchmark needs what is not installed: ${programs[*]}" \
        "    apt-get install ${packages[*]}"
}

# has PROGRAM PACKAGE WHAT: whether an optional program is there; if not, says what is left out and how to get it.
has() {
    command -v "$1" >/dev/null && return
    printf '%s is left out: there is no %s (apt-get install %s).\n' "$3" "$1" "$2" >&2
    return 1
}

# release_build: builds what is measured, unless REEL_BENCH_BIN names a folder of programs; sets `bin`.
release_build() {
    bin=${REEL_BENCH_BIN:-}
    if [ -z "$bin" ]; then
        "$ROOT/scripts/install" run build || exit
        needs_swift
        mkdir -p "$ROOT/.build"
        build "$ROOT/.build/bench-build.log" swift build -c release
        bin=$ROOT/.build/release
    fi
    export REEL_BENCH_BIN=$bin
}

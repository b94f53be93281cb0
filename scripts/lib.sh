# Shared by the scripts of this folder; sourced, not run. Sets ROOT to the checkout and goes there.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'; else bold='' dim='' red='' plain=''; fi

say() { printf '%s%s%s\n' "$bold" "$*" "$plain"; }

# Says what went wrong and what to do, and ends the script.
die() {
    printf '%s%s%s\n' "$red" "$1" "$plain" >&2
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >&2
    exit 1
}

# absolute PATH: PATH as seen from the folder in which the user typed it.
absolute() {
    case $1 in
        /*) printf '%s' "$1" ;;
        *) printf '%s' "$PWD/$1" ;;
    esac
}

# nginx lies in /usr/sbin, which is not in everybody's PATH.
PATH=$PATH:/usr/sbin:/sbin

# needs_swift: Swift is the one thing that apt does not have.
needs_swift() {
    command -v swift >/dev/null && return
    if [ -x /opt/swift/usr/bin/swift ]; then
        PATH=/opt/swift/usr/bin:$PATH
        return
    fi
    die "Swift is not installed, or not in PATH." \
        "Get Swift 6.1 or newer for Debian 12 from https://www.swift.org/install/linux and run this again."
}

# build LOG COMMAND...: runs a build with one moving line, so that nobody thinks that it hangs; its words go to LOG.
build() {
    local log=$1 line='' shown='' started=$SECONDS status=0
    shift
    "$@" >"$log" 2>&1 &
    local pid=$!
    build_pid=$pid
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1 &
        wait $! || true
        line=$(tail -n 1 "$log" | cut -c1-80)
        if [ -t 1 ]; then
            printf '\r\e[K%sBuilding (%d:%02d) %s%s' "$dim" $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) \
                "$line" "$plain"
        elif [ "$line" != "$shown" ] && [ $(((SECONDS - started) % 15)) -eq 0 ]; then
            shown=$line
            printf 'Building (%d s) %s\n' $((SECONDS - started)) "$line"
        fi
    done
    wait "$pid" || status=$?
    build_pid=''
    [ ! -t 1 ] || printf '\r\e[K'
    if [ "$status" -ne 0 ]; then
        grep -E '(error|fatal):' "$log" | sort -u | head -n 40 >&2 || tail -n 20 "$log" >&2
        die "The build failed. All that it said is in $log."
    fi
    printf 'Built in %d s.\n' $((SECONDS - started))
}

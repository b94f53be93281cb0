# Keeps a handful of processes running in the foreground; sourced by scripts/run.
# shellcheck shell=bash
#
# One shell does it all: every process, and every timer for a restart, is a child that "wait -n" hears of. A child is
# the leader of a session of its own (setsid), so that Ctrl-C reaches only this shell, which then ends the others in
# order; and it is told to end when this shell dies in any other way (setpriv --pdeathsig).

# A signal only sets `stopping` and ends a child that is there for nothing else: a wait inside of a trap that broke into
# another wait can hang (tried, bash 5.2), and a signal that comes just before a wait must end that wait too.

declare -A kept_command kept_pid kept_delay kept_since kept_timer session_of_ours
taggers=() stopping='' sentinel=''
# Where the common log goes; a descriptor, not a path, so that all writers share one position in a file.
exec {log_fd}>&1

# keep NAME COMMAND...: starts COMMAND and starts it again whenever it ends. The command is one word for bash to split.
keep() {
    local name=$1
    shift
    kept_command[$name]=$(printf '%q ' "$@")
    kept_delay[$name]=0
    start_kept "$name"
}

start_kept() {
    local name=$1 pipe
    local -a command
    eval "command=(${kept_command[$name]})"
    # What it says goes through a process that puts its name before each line, and that outlives it to the last line.
    exec {pipe}> >(
        trap '' INT TERM HUP
        # The second command ends a last line that has no end.
        exec sed -u -e "s/^/$(printf '%-6s' "$name") | /" -e '$a\' >&"$log_fd" 9>&-
    )
    taggers+=($!)
    setsid setpriv --pdeathsig TERM -- "${command[@]}" </dev/null >&"$pipe" 2>&1 {pipe}>&- 9>&- &
    kept_pid[$name]=$!
    session_of_ours[$!]=1
    kept_since[$name]=$SECONDS
    exec {pipe}>&-
}

# Milliseconds until a process that ended is started again: at once, unless it keeps dying as soon as it starts.
next_delay() {
    local lived=$1 last=$2
    if [ "$lived" -ge 10 ] || [ "$last" -eq 0 ]; then
        echo 200
    elif [ "$last" -ge 8000 ]; then
        echo 15000
    else
        echo $((last * 2))
    fi
}

note() { printf '%-6s | %s\n' run "$*" >&"$log_fd"; }

# supervise TASK_PID: returns the status of that child when it ends, or that of a signal; with no task, only a signal
# ends it.
supervise() {
    local task=${1:-} ended status name
    if [ -z "$sentinel" ]; then
        setsid setpriv --pdeathsig KILL -- sleep infinity </dev/null >/dev/null 2>&1 9>&- &
        sentinel=$!
        session_of_ours[$sentinel]=1
        trap 'stopping=130; kill "$sentinel" 2>/dev/null' INT
        trap 'stopping=143; kill "$sentinel" 2>/dev/null' TERM HUP
    fi
    while :; do
        status=0 ended=''
        # The shell's own word about a child that was killed goes nowhere: restart_later says it better.
        { wait -n -p ended $task "$sentinel" "${kept_pid[@]}" "${kept_timer[@]}" || status=$?; } 2>/dev/null
        if [ -n "$stopping" ] || [ "$ended" = "$sentinel" ]; then
            return "${stopping:-130}"
        elif [ -n "$ended" ] && [ "$ended" = "$task" ]; then
            return "$status"
        fi
        for name in "${!kept_timer[@]}"; do
            [ "${kept_timer[$name]}" = "$ended" ] || continue
            unset "kept_timer[$name]"
            start_kept "$name"
            continue 2
        done
        for name in "${!kept_pid[@]}"; do
            [ "${kept_pid[$name]}" = "$ended" ] || continue
            restart_later "$name" "$status"
        done
    done
}

restart_later() {
    local name=$1 status=$2 lived delay why
    lived=$((SECONDS - kept_since[$name]))
    delay=$(next_delay "$lived" "${kept_delay[$name]}")
    kept_delay[$name]=$delay
    why="with status $status"
    [ "$status" -le 128 ] || why="by SIG$(kill -l "$((status - 128))" 2>/dev/null || echo "NAL $status")"
    note "$name ended $why after $lived s; it is started again in $((delay / 1000)).$((delay % 1000 / 100)) s"
    unset "kept_pid[$name]"
    sleep "$((delay / 1000)).$((delay % 1000 / 100))" 9>&- &
    kept_timer[$name]=$!
}

# Ends everything that was started: asks, waits for at most 10 s, then insists. Another signal makes it insist at once.
stop_all() {
    local pid patience=''
    trap 'kill "$patience" 2>/dev/null' INT TERM HUP
    for pid in "${kept_timer[@]}" "${kept_pid[@]}"; do kill -TERM "$pid" 2>/dev/null; done
    sleep "${stop_patience:-10}" 9>&- &
    patience=$!
    while [ ${#kept_pid[@]} -gt 0 ]; do
        local ended=''
        wait -n -p ended "$patience" "${kept_pid[@]}" 2>/dev/null
        [ "$ended" != "$patience" ] || break
        local name
        for name in "${!kept_pid[@]}"; do
            kill -0 "${kept_pid[$name]}" 2>/dev/null || unset "kept_pid[$name]"
        done
    done
    kill "$patience" 2>/dev/null
    sweep_sessions
    [ ${#taggers[@]} -eq 0 ] || wait "${taggers[@]}" 2>/dev/null
    return 0
}

# Whatever is still there of the sessions that we began, a grandchild in a process group of its own too, is killed, and
# waited for.
sweep_sessions() {
    local file stat fields left
    for _ in {1..100}; do
        left=0
        for file in /proc/[0-9]*/stat; do
            { read -r stat <"$file"; } 2>/dev/null || continue
            # "pid (name) state ppid pgrp session ...": the name may hold spaces and brackets.
            read -r -a fields <<<"${stat##*) }"
            [ -n "${session_of_ours[${fields[3]}]:-}" ] && [ "${fields[0]}" != Z ] || continue
            kill -KILL "${stat%% *}" 2>/dev/null && left=1
        done
        [ $left -eq 1 ] || return 0
        sleep 0.05
    done
}

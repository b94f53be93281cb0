# Makes a reel through the API and says how far it is; sourced by scripts/run.
# shellcheck shell=bash

# api PATH [CURL-ARGUMENT...]: the body on standard output; fails when there is no answer or it is an error, and then
# `problem` holds what to tell the user.
api() {
    local path=$1 answer code
    shift
    problem=''
    if ! answer=$(curl --silent --show-error --noproxy '*' --max-time 20 --write-out '\n%{http_code}' "$@" \
        "$address$path" 2>&1); then
        problem="ReelCraft does not answer at $address: ${answer%%$'\n'*}"
        return 1
    fi
    code=${answer##*$'\n'}
    body=${answer%$'\n'*}
    [ "$code" -lt 400 ] && return
    problem=$(jq -r '.detail // empty' <<<"$body" 2>/dev/null || true)
    problem=${problem:-"$path was answered with status $code."}
    return 1
}

# Waits until the service answers, for at most SECONDS.
await_service() {
    local deadline=$((SECONDS + $1))
    # The socket is looked for first: each request before it is there would be an error in nginx's log.
    until [ -S "$REEL_HOME/run/fcgi.sock" ] && api /health; do
        problem=${problem:-The responder has not made its socket.}
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.2
    done
}

# create_job URL: sets `job` to the id.
create_job() {
    local request
    request=$(jq -n --arg url "$1" --arg quality "${REEL_QUALITY:-standard}" '{url: $url, quality: $quality}')
    api /api/generate-video --header 'Content-Type: application/json' --data "$request" || return
    job=$(jq -r .job_id <<<"$body")
}

# follow_job SHOW: asks until the job has ended, calling SHOW STATUS PROGRESS MESSAGE at every step.
#   0: `video` holds the finished video's JSON. 1: `problem` says why there is none.
follow_job() {
    local show=$1 status progress message silent=0
    while :; do
        if api "/api/jobs/$job"; then
            silent=0
            # One line each, because read would run empty fields together.
            { read -r status && read -r progress && read -r message; } < <(
                jq -r '.status, .progress, .progress_message' <<<"$body")
            "$show" "$status" "$progress" "$message"
            case $status in
                completed)
                    local id
                    id=$(jq .video_id <<<"$body")
                    api "/api/videos?limit=200" || return
                    video=$(jq --argjson id "$id" '.videos[] | select(.id == $id)' <<<"$body")
                    return
                    ;;
                failed)
                    problem=$(jq -r '.error_message // "The job failed without a word."' <<<"$body")
                    return 1
                    ;;
                cancelled)
                    problem="The job was cancelled."
                    return 1
                    ;;
            esac
        else
            # A process may be starting again; the job goes on without it.
            silent=$((silent + 1))
            [ $silent -lt 60 ] || return 1
        fi
        sleep 0.5
    done
}

cancel_job() { [ -z "${job:-}" ] || api "/api/jobs/$job/cancel" --request POST || true; }

# show_bar STATUS PROGRESS MESSAGE: one line that is drawn over itself; without a terminal, a line for each new message.
show_bar() {
    local progress=$2 message=$3 width=30 filled
    if [ ! -t 1 ]; then
        [ "$message" = "${last_message:-}" ] || printf '%3d %% %s\n' "$progress" "$message"
        last_message=$message
        return
    fi
    filled=$((progress * width / 100))
    printf '\r\e[K%3d %% %s%s %s' "$progress" "$bold$(repeat '━' $filled)$plain" \
        "$dim$(repeat '━' $((width - filled)))$plain" "${message:0:60}"
}

repeat() {
    local text
    printf -v text '%*s' "$2" ''
    printf '%s' "${text// /$1}"
}

# show_lines: the same as lines of the common log.
show_lines() {
    [ "$2 $3" = "${last_line:-}" ] && return
    last_line="$2 $3"
    note_reel "$(printf '%3d %% %s' "$2" "$3")"
}

note_reel() { printf '%-6s | %s\n' reel "$*"; }

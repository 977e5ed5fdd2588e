# shellcheck shell=bash
# Shows messages as short lines: reads "TIME TOPIC PAYLOAD" lines from standard input, notes in the file $1 what came.

# Prints the members of a flat JSON object, "name value" each, without those that only programs want.
members() {
    local rest=${1/'"data":{'/} name value
    while [[ $rest =~ \"([a-z0-9_]+)\":(\"(([^\"\\]|\\.)*)\"|[^,}]+)(.*) ]]; do
        name=${BASH_REMATCH[1]}
        value=${BASH_REMATCH[3]:-${BASH_REMATCH[2]}}
        rest=${BASH_REMATCH[5]}
        case $name in
            ts | run | seq | id | command) ;;
            *) printf '  %s %s' "$name" "${value//\\\"/\"}" ;;
        esac
    done
}

show_messages() {
    local seen=$1 time topic payload kind id
    while read -r time topic payload; do
        kind=${topic#sandpiper/demo/}
        id=${kind#*/}
        kind=${kind%%/*}
        case $kind in
            telemetry | state) echo "$kind" >>"$seen" ;;
            reply) [[ $payload != *'"result":"done"'* ]] || echo "done" >>"$seen" ;;
            status) id=device && echo "$payload" >>"$seen" ;;
            history) payload='{"kept":"readings that could not be sent at once"}' ;;
            *) continue ;;
        esac
        case $kind in
            status) printf '%s  %-9s  %s\n' "$time" "$id" "$payload" ;;
            reply) printf '%s  %-9s  answer:%s\n' "$time" "$id" "$(members "$payload" | sed 's/^  result//')" ;;
            *) printf '%s  %-9s%s\n' "$time" "$id" "$(members "$payload")" ;;
        esac
    done
}

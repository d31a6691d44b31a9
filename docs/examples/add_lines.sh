#!/bin/sh
# Makes a task of each line of a file: once, however often this runs and
# whichever node answers, because the line is the key of its request.
# Usage: TASKRAFT_TOKEN=... add_lines.sh FILE [URL]...
set -eu

file=$1
shift
[ $# -gt 0 ] || set -- http://127.0.0.1:8101 http://127.0.0.1:8102 \
  http://127.0.0.1:8103

# Tries one node after the other; 4xx is an answer, and ends it.
post() {
  for url in "$@"; do
    status=$(curl --silent --output answer.$$ --write-out '%{http_code}' \
      --max-time 10 "$url/api/v1/tasks" \
      --header "Authorization: Bearer $TASKRAFT_TOKEN" \
      --header 'Content-Type: application/json' \
      --header "Idempotency-Key: $key" \
      --data "{\"title\": \"$title\"}") || true
    case $status in
      2*) cat answer.$$; echo; return 0 ;;
      4*) cat answer.$$ >&2; echo >&2; return 1 ;;
    esac
  done
  echo "no node has done it: $title" >&2
  return 1
}

trap 'rm -f answer.$$' EXIT
while IFS= read -r line || [ -n "$line" ]; do
  [ -n "$line" ] || continue
  title=$(printf '%s' "$line" | sed 's/[\\"]/\\&/g')
  key=$(printf '%s' "$line" | sha256sum | cut -c 1-32)
  post "$@"
done < "$file"

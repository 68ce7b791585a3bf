#!/bin/sh
# Three organisers handed in their dossiers on Friday 20 November 2026, on paper; the office enters them afterwards.
# Give it the address of the product if that is another than the usual one.
set -eu
exec 3>&1 # what the reader sees, also from within $(…)
address=${1:-http://127.0.0.1:8000}

token() { .venv/bin/lienthong tokens issue --name "$1" --role caseworker --agency "$2" "--role=late_entry" ${3:+"--role=$3"}; }
counter=$(token "Nguyễn Văn Ví Dụ" mau-don-one-stop one_stop_officer)

# send WHO WHERE WHAT: one command to the product; its answer is the case as it is then.
send() {
  curl -sS --fail-with-body "$address/cases$2" -H "Authorization: Bearer $1" -H "Content-Type: application/json" -d "$3"
}

# of NAME: one value out of an answer.
of() { grep -o "\"$1\":\"[^\"]*\"" | head -1 | cut -d'"' -f4; }

# receive WHO AT: a dossier is handed in and received; prints its code for the reader, and the id of the case.
receive() {
  case=$(send "$counter" "" '{"procedure": "kite-festival", "territory": "mau-don", "channel": "counter", "occurred_at": "'"$2"'", "form": {"organiser": "'"$1"'", "festival_on": "2026-12-20"}, "documents": [{"document": "plan"}]}' | of id)
  code=$(send "$counter" "/$case/receive" '{"occurred_at": "'"$2"'"}' | of dossier_code)
  echo "$code  $1" >&3
  echo "$case"
}

day=2026-11-20
receive "Câu lạc bộ Gió Sớm" "${day}T09:00:00+07:00" >/dev/null

second=$(receive "Câu lạc bộ Diều Sáo" "${day}T10:00:00+07:00")
send "$counter" "/$second/steps/check_dossier/complete" '{"occurred_at": "'"$day"'T11:00:00+07:00"}' >/dev/null

third=$(receive "Trường Mây Xanh" "${day}T14:00:00+07:00")
send "$counter" "/$third/steps/check_dossier/request-supplement" '{"occurred_at": "'"$day"'T15:00:00+07:00", "reasons": ["Thiếu sơ đồ bãi thả"], "documents": ["plan"]}' >/dev/null
echo "Đã tiếp nhận 3 hồ sơ / 3 cases were received"

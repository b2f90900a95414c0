#!/usr/bin/env bash
# Times a scan of one folder against ripgrep, which is what reading the same files costs at the least.
#
#   benches/worktree.sh FOLDER [ROUNDS]
#
# In each of ROUNDS rounds (7 unless told) these run in turn, after one round that is not counted:
#   one literal     rg with a single literal: the cost of walking and reading
#   all literals    rg with the literals of all rules: the least that any scanner has to look for
#   secrets alone   credline with the rules for credentials only
#   credline scan   everything: archives, encodings, all rules, facts of configuration, the report
# The table on standard output holds medians, ratios and the highest peak of memory. Nothing is fetched, and nothing is
# written but a temporary folder that is removed at the end. Needs ripgrep, GNU time and bash.
#
# CREDLINE, RG, GNU_TIME   the programs, where they are not found by themselves
# LITERAL                  the single literal, `AKIA` unless told
# RG_FLAGS                 what rg looks at; by default what credline does: hidden files, no `.ignore` files, no `.git`.
#                          rg still stops at the first NUL byte of a binary, which credline reads to its end; add
#                          `--text` to let rg read on.
set -euo pipefail
export LC_ALL=C
unset CREDLINE_CONFIG RIPGREP_CONFIG_PATH

die() { printf 'worktree.sh: %s\n' "$1" >&2; exit 2; }

[ $# -ge 1 ] && [ $# -le 2 ] || die 'usage: benches/worktree.sh FOLDER [ROUNDS]'
folder=$1
rounds=${2:-7}
[ -d "$folder" ] || die "no such folder: $folder"
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || die "ROUNDS is a number from 1 to 9999, not $rounds"

built="$(dirname "$0")/../target/release/credline"
credline=${CREDLINE:-$built}
[ -x "$credline" ] || credline=$(command -v credline) || die 'no credline: build it first (cargo build --release)'
rg=$(command -v "${RG:-rg}") || die 'no ripgrep: install it, or name it with RG='
gnu_time=${GNU_TIME:-/usr/bin/time}
"$gnu_time" --version 2>&1 | grep -q GNU || die 'no GNU time: install it, or name it with GNU_TIME='
read -r -a rg_flags <<<"${RG_FLAGS:---hidden --no-ignore-dot --glob !.git}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$credline" scan --print-literals >"$work/literals"
names=('one literal' 'all literals' 'secrets alone' 'credline scan')
note=''

# One run of a command: its wall time, processor time and peak memory go to the files of its name.
run() {
  local name=$1 code=0 wall user system
  shift
  local TIMEFORMAT='%3R %3U %3S'
  {
    time "$gnu_time" -q -f %M -o "$work/peak" "$@" >"$work/out" 2>"$work/err" || code=$?
  } 2>"$work/clock"
  case $name:$code in
    *:0 | *:1) ;;
    'credline scan:3' | 'secrets alone:3') note='The scan was incomplete (exit code 3): run it by hand to see what it could not read.' ;;
    *) cat "$work/err" >&2; die "$name ended with $code" ;;
  esac
  read -r wall user system <"$work/clock"
  echo "$wall" >>"$work/$name.wall"
  awk -v a="$user" -v b="$system" 'BEGIN { printf "%.3f\n", a + b }' >>"$work/$name.processor"
  tail -n 1 "$work/peak" >>"$work/$name.memory"
}

round() {
  run 'one literal' "$rg" "${rg_flags[@]}" -c -F -e "${LITERAL:-AKIA}" -- "$folder"
  run 'all literals' "$rg" "${rg_flags[@]}" -c -F -i -f "$work/literals" -- "$folder"
  run 'secrets alone' "$credline" scan --no-progress --rule 'secret/*' -- "$folder"
  run 'credline scan' "$credline" scan --no-progress -- "$folder"
}

median() {
  sort -n "$1" | awk '{ all[NR] = $1 } END { m = int((NR + 1) / 2); print NR % 2 ? all[m] : (all[m] + all[m + 1]) / 2 }'
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "–" }'; }

round
rm -f "$work"/*.wall "$work"/*.processor "$work"/*.memory
for ((i = 0; i < rounds; i++)); do round; done

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | sed -n 1p || true)
printf '%s, %s; %s, %s threads; %s rounds, files in the cache\n' "$("$credline" --version)" \
  "$("$rg" --version | sed -n 1p)" "${processor:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$rounds"
printf 'rg %s; %s literals; %s\n\n' "${rg_flags[*]}" "$(wc -l <"$work/literals" | tr -d ' ')" \
  "$(grep '^looked at ' "$work/out" | tail -n 1)"
echo '| run | wall (s) | × one literal | × all literals | user + sys (s) | × one literal | × all literals | peak memory (MiB) |'
echo '|---|---:|---:|---:|---:|---:|---:|---:|'
for name in "${names[@]}"; do
  row="| $name"
  for clock in wall processor; do
    own=$(median "$work/$name.$clock")
    row+=$(printf ' | %.3f | %s | %s' "$own" "$(ratio "$own" "$(median "$work/one literal.$clock")")" \
      "$(ratio "$own" "$(median "$work/all literals.$clock")")")
  done
  peak=$(sort -n "$work/$name.memory" | tail -n 1)
  echo "$row | $(awk -v kib="$peak" 'BEGIN { printf "%.0f", kib / 1024 }') |"
done
printf '\nFacts of configuration cost, on top of the secrets alone: × %s wall, × %s user + sys.\n' \
  "$(ratio "$(median "$work/credline scan.wall")" "$(median "$work/secrets alone.wall")")" \
  "$(ratio "$(median "$work/credline scan.processor")" "$(median "$work/secrets alone.processor")")"
[ -z "$note" ] || printf '\n%s\n' "$note"

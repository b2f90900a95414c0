#!/bin/sh
# Times a scan of a whole history against git, which reads every object of it once.
#
#   benches/history.sh REPOSITORY [PAIRS]          a clone of yours, bare or not
#   benches/history.sh growth [COMMITS [ROUNDS]]   generated histories of COMMITS, twice and four times as many
#
# In each of PAIRS pairs (5 unless told) these run in turn, the other one first every other time, after one pair that is
# not counted:
#   git        git cat-file --batch-all-objects --batch --unordered --buffer >/dev/null
#   credline   credline history REPOSITORY --format sarif=FILE
# `growth` (10000 commits and 3 rounds unless told) prints how time and memory grow with the history: at 2 × the commits
# a ratio of 2 is linear.
# Nothing is fetched, REPOSITORY is only read, and nothing is written but a temporary folder (in TMPDIR) that is removed at
# the end. Needs git. Peak memory needs GNU time (Debian: apt install time); without it processor times come from the
# shell, to the hundredth of a second, and memory is left out. How much of the memory is not mapped files is sampled
# from /proc, where there is one, while the pair that is not counted runs.
#
# CREDLINE, GNU_TIME   the programs, where they are not found by themselves
# OPTIONS              further options of `credline history`, such as `--no-delta-inheritance`
set -eu
LC_ALL=C
export LC_ALL
unset CREDLINE_CONFIG GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES || true

die() {
  printf 'history.sh: %s\n' "$1" >&2
  exit 2
}

is_count() {
  case $1 in
    '' | 0* | *[!0-9]*) return 1 ;;
  esac
}

built=$(dirname "$0")/../target/release/credline
credline=${CREDLINE:-$built}
[ -x "$credline" ] || credline=$(command -v credline) || die 'no credline: build it first (cargo build --release)'
command -v git >/dev/null || die 'no git: install it'
gnu_time=${GNU_TIME:-/usr/bin/time}
"$gnu_time" --version 2>&1 | grep -q GNU || gnu_time=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
note=

# The processor seconds of all children of this shell that have ended.
children() {
  times >"$work/times"
  awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); sum += part[1] * 60 + part[2] } print sum }' \
    "$work/times"
}

now() {
  case $(date +%N) in
    *N*) date +%s ;;
    *) date +%s.%N ;;
  esac
}

# One run of a command, its output thrown away: wall seconds, processor seconds and peak KiB (0 where unknown) go to
# `$work/NAME`, one line a run.
measure() {
  name=$1
  shift
  code=0
  if [ -n "$gnu_time" ]; then
    "$gnu_time" -q -f '%e %U %S %M' -o "$work/clock" "$@" >/dev/null 2>"$work/err" || code=$?
    tail -n 1 "$work/clock" | awk '{ print $1, $2 + $3, $4 }' >>"$work/$name"
  else
    begun=$(now)
    children >"$work/before"
    "$@" >/dev/null 2>"$work/err" || code=$?
    children >"$work/after"
    ended=$(now)
    paste -d ' ' "$work/before" "$work/after" |
      awk -v a="$begun" -v b="$ended" '{ printf "%.2f %.2f 0\n", b - a, $2 - $1 }' >>"$work/$name"
  fi
  check "$name" "$code"
}

check() {
  case $1:$2 in
    git:0 | credline*:[01]) ;;
    credline*:3) note='The scan was incomplete (exit code 3): run it by hand to see what it could not read.' ;;
    *)
      cat "$work/err" >&2
      die "$1 ended with $2"
      ;;
  esac
}

read_by_git() { measure git git -C "$1" cat-file --batch-all-objects --batch --unordered --buffer; }

# shellcheck disable=SC2086 # OPTIONS are words
scan() { measure "$2" "$credline" history "$1" --no-progress --quiet --format "sarif=$work/out.sarif" ${OPTIONS:-}; }

# The most KiB that are not mapped files, sampled while a scan runs; nothing where /proc does not say.
# shellcheck disable=SC2086
sample_anonymous() {
  "$credline" history "$1" --no-progress --quiet --format "sarif=$work/out.sarif" ${OPTIONS:-} >/dev/null 2>&1 &
  scanning=$!
  most=0
  while kill -0 "$scanning" 2>/dev/null; do
    seen=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$scanning/status" 2>/dev/null || true)
    [ "${seen:-0}" -le "$most" ] || most=$seen
    sleep 0.05 2>/dev/null || sleep 1
  done
  wait "$scanning" || true
  [ "$most" = 0 ] || echo "$most"
}

# The median of a column of a file.
median() {
  cut -d ' ' -f "$2" "$work/$1" | sort -n |
    awk '{ all[NR] = $1 } END { m = int((NR + 1) / 2); print NR % 2 ? all[m] : (all[m] + all[m + 1]) / 2 }'
}

highest() { cut -d ' ' -f "$2" "$work/$1" | sort -n | tail -n 1; }

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "–" }'; }

mib() { awk -v kib="${1:-0}" 'BEGIN { if (kib > 0) printf kib < 10240 ? "%.1f" : "%.0f", kib / 1024; else printf "–" }'; }

# KiB of the packs and their indexes, those of alternates not counted.
packs() {
  folder=$(git -C "$1" rev-parse --git-path objects/pack)
  (cd "$1" && find "$folder" -type f \( -name '*.pack' -o -name '*.idx' \) -exec ls -l {} + 2>/dev/null) |
    awk '{ sum += $5 } END { printf "%d", sum / 1024 }'
}

head_line() {
  processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | sed -n 1p || true)
  printf '%s, %s; %s, %s threads; %s, files in the cache\n' "$("$credline" --version)" "$(git --version)" \
    "${processor:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$1"
  [ -n "$gnu_time" ] || echo 'No GNU time here, so no peak memory: install it (apt install time), or name it with GNU_TIME=.'
}

compare() {
  repository=$1
  pairs=$2
  git -C "$repository" rev-parse --git-dir >/dev/null 2>&1 || die "no repository: $repository"
  head_line "$pairs pairs"
  objects=$(git -C "$repository" count-objects -v | awk '/^(count|in-pack):/ { sum += $2 } END { print sum }')
  printf '%s: %s commits, %s objects, %s MiB of packs mapped\n\n' "$repository" \
    "$(git -C "$repository" rev-list --all --count)" "$objects" "$(mib "$(packs "$repository")")"
  read_by_git "$repository"
  anonymous=$(sample_anonymous "$repository")
  rm -f "$work/git"
  echo '| pair | git, user + sys (s) | credline, user + sys (s) | × | git, wall (s) | credline, wall (s) | × |'
  echo '|---|---:|---:|---:|---:|---:|---:|'
  pair=1
  while [ "$pair" -le "$pairs" ]; do
    if [ $((pair % 2)) = 1 ]; then
      read_by_git "$repository"
      scan "$repository" credline
    else
      scan "$repository" credline
      read_by_git "$repository"
    fi
    row "$pair" "$(tail -n 1 "$work/git" | cut -d ' ' -f 2)" "$(tail -n 1 "$work/credline" | cut -d ' ' -f 2)" \
      "$(tail -n 1 "$work/git" | cut -d ' ' -f 1)" "$(tail -n 1 "$work/credline" | cut -d ' ' -f 1)"
    pair=$((pair + 1))
  done
  row median "$(median git 2)" "$(median credline 2)" "$(median git 1)" "$(median credline 1)"
  printf '\nPeak memory: git %s MiB, credline %s MiB' "$(mib "$(highest git 3)")" "$(mib "$(highest credline 3)")"
  [ -z "$anonymous" ] || printf ', of which %s MiB are not mapped files' "$(mib "$anonymous")"
  echo '.'
}

row() {
  printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$3" "$(ratio "$3" "$2")" "$4" "$5" "$(ratio "$5" "$4")"
}

# A history for `git fast-import`: so many commits, each of which changes three lines of one of 200 files. Every
# five-hundredth writes a password that is made up here.
generated() {
  awk -v commits="$1" '
    function chance(bound) { state = (state * 16807) % 2147483647; return state % bound }
    function word(length_of,  text) {
      text = ""
      while (length_of-- > 0) text = text substr(letters, chance(62) + 1, 1)
      return text
    }
    # All lines are of one length: git sorts what it packs by size, and is to find the version before beside each one.
    function plain() {
      return sprintf("value_%03d = compute(%s, %05d) # %s", chance(1000), word(6), chance(100000), word(12))
    }
    function password() { return sprintf("db_%s = \"%s-%s\" # %s", "password", word(9), word(9), word(11)) }
    BEGIN {
      state = 20011
      letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      for (file = 0; file < 200; file++) for (at = 0; at < 150; at++) text[file, at] = plain()
      for (number = 1; number <= commits; number++) {
        file = chance(200)
        for (change = 0; change < 3; change++) text[file, chance(150)] = plain()
        if (number % 500 == 0) text[file, chance(150)] = password()
        body = ""
        for (at = 0; at < 150; at++) body = body text[file, at] "\n"
        print "commit refs/heads/main"
        print "committer Ada <ada@example.com> " 1500000000 + number * 600 " +0000"
        print "data 7\nchange\n"
        print "M 100644 inline src/" file % 10 "/file" file ".py"
        printf "data %d\n%s\n", length(body), body
      }
    }'
}

grow() {
  commits=$1
  rounds=$2
  head_line "medians of $rounds rounds"
  printf 'generated histories; the ratios are to the first row\n\n'
  echo '| commits | packs (MiB) | × | user + sys (s) | × | wall (s) | × | peak memory (MiB) | × |'
  echo '|---:|---:|---:|---:|---:|---:|---:|---:|---:|'
  for factor in 1 2 4; do
    repository=$work/x$factor
    git init --quiet --bare "$repository"
    generated $((commits * factor)) | git -C "$repository" fast-import --quiet
    git -C "$repository" -c pack.threads=1 repack -adfq --depth=50 --window=10
    name=credline-$factor
    scan "$repository" "$name"
    rm -f "$work/$name"
    i=0
    while [ "$i" -lt "$rounds" ]; do
      scan "$repository" "$name"
      i=$((i + 1))
    done
    size=$(packs "$repository")
    set -- "$size" "$(median "$name" 2)" "$(median "$name" 1)" "$(highest "$name" 3)"
    [ "$factor" != 1 ] || first="$*"
    # shellcheck disable=SC2086 # four numbers
    growth_row $((commits * factor)) "$@" $first
    rm -rf "$repository"
  done
}

growth_row() {
  printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n' "$1" "$(mib "$2")" "$(ratio "$2" "$6")" "$3" \
    "$(ratio "$3" "$7")" "$4" "$(ratio "$4" "$8")" "$(mib "$5")" "$(ratio "$5" "$9")"
}

[ $# -ge 1 ] || die 'usage: benches/history.sh REPOSITORY [PAIRS], or benches/history.sh growth [COMMITS [ROUNDS]]'
case $1 in
  growth)
    is_count "${2:-10000}" && is_count "${3:-3}" && [ $# -le 3 ] || die 'COMMITS and ROUNDS are numbers above 0'
    grow "${2:-10000}" "${3:-3}"
    ;;
  *)
    is_count "${2:-5}" && [ $# -le 2 ] || die 'PAIRS is a number above 0'
    compare "$1" "${2:-5}"
    ;;
esac
[ -z "$note" ] || printf '\n%s\n' "$note"

import { systemManagers } from '../undo/systemManagers';
import { restoreActs } from './restoreActs';
import { restoreLooks } from './restoreLooks';

const head = String.raw`#!/bin/sh
# Takes back what a run changed on one cluster, with kubectl and nothing else.
# Read README.md first. Without --yes nothing is changed.
set -u
LC_ALL=C
export LC_ALL
umask 077

kit=$(cd "$(dirname "$0")" && pwd) || exit 2
KUBECTL="$(printenv KUBECTL || echo kubectl)"
WAIT_SECONDS="$(printenv WAIT_SECONDS || echo 120)"
TAB=$(printf '\t')

usage() {
  cat <<END
Usage: ./restore.sh [--yes] [--keep NUMBER] [--overwrite NUMBER] [--kubeconfig FILE] [--context NAME]

  --yes               do it; without it, the cluster is only asked what would happen
  --keep NUMBER       leave this object as it is now
  --overwrite NUMBER  take this object back although it changed since: what others did to it is lost
  --kubeconfig FILE, --context NAME
                      handed to kubectl

KUBECTL names another kubectl, WAIT_SECONDS how long a deletion may take (120).
Exit status: 0 all is as before; 2 wrong usage; 3 another cluster; 4 something
stands in the way, nothing was done; 5 not all could be taken back.
END
}

yes= kept=' ' overwritten=' ' kubeconfig= context=
while [ $# -gt 0 ]; do
  case $1 in
    --yes) yes=1 ;;
    --help|-h) usage; exit 0 ;;
    --keep|--overwrite|--kubeconfig|--context)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      case $1 in
        --keep) kept="$kept$2 " ;;
        --overwrite) overwritten="$overwritten$2 " ;;
        --kubeconfig) kubeconfig=$2 ;;
        --context) context=$2 ;;
      esac
      shift ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

for number in $kept $overwritten; do
  grep -q "^$number$TAB" "$kit/entries.tsv" || {
    echo "There is no object $number in this kit." >&2
    exit 2
  }
done

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
# What was begun is remembered here, so that a second call goes on.
state=$kit/.state
mkdir -p "$state" || exit 2

kc() {
  if [ -n "$kubeconfig" ] && [ -n "$context" ]; then
    "$KUBECTL" --kubeconfig "$kubeconfig" --context "$context" "$@"
  elif [ -n "$kubeconfig" ]; then
    "$KUBECTL" --kubeconfig "$kubeconfig" "$@"
  elif [ -n "$context" ]; then
    "$KUBECTL" --context "$context" "$@"
  else
    "$KUBECTL" "$@"
  fi
}

# 1. Is it the cluster that the run changed?
expected=$(cat "$kit/cluster-uid")
actual=$(kc get namespace kube-system -o 'jsonpath={.metadata.uid}') || {
  echo "The cluster does not answer, so nobody knows which one it is. Nothing was done." >&2
  exit 3
}
if [ "$actual" != "$expected" ]; then
  echo "This is another cluster: its namespace kube-system has the uid $actual, the run changed $expected. Nothing was done." >&2
  exit 3
fi
`;

const tail = String.raw`
# 2. What stands in the way?
open=0 waiting=0
: > "$work/plan"
while read_entry <&3; do
  look "$number"
  case $status in
    drifted|refused)
      case $kept in *" $number "*) status=kept ;; esac
      case $status$overwritten in drifted*" $number "*) status=overwritten ;; esac ;;
    *)
      case $kept in *" $number "*) status=kept why='by choice' ;; esac ;;
  esac
  case $status in
    drifted|refused) open=$((open + 1)) ;;
    ready|overwritten) waiting=$((waiting + 1)) ;;
  esac
  printf '%s\t%s\n' "$number" "$status" >> "$work/plan"
  say "$number" "$(word "$status")" "$why"
done 3< "$kit/entries.tsv"
if [ -s "$kit/left.txt" ]; then
  echo
  echo "Not in this kit:"
  sed 's/^/  /' "$kit/left.txt"
fi
echo
if [ "$open" -gt 0 ]; then
  echo "Objects in the way: $open. Nothing was done. Put right what is named, or choose for each: --keep NUMBER leaves it as it is now, --overwrite NUMBER takes back what drifted all the same."
  exit 4
fi
if [ -z "$yes" ]; then
  echo "Nothing was done: this was a look. To take back: $waiting. ./restore.sh --yes does it."
  exit 0
fi

# 3. Take back, in order.
echo "Taking back:"
failed=0
while IFS=$TAB read -r planned_number planned_status <&4; do
  case $planned_status in ready|overwritten) ;; *) continue ;; esac
  find_entry "$planned_number"
  take_back "$planned_status"
  case $result in
    equal) say "$number" 'as before' "$why" ;;
    *) failed=$((failed + 1)); say "$number" 'NOT as before' "$why" ;;
  esac
done 4< "$work/plan"
stays=$(grep -c "$TAB\(kept\|stays\)\$" "$work/plan")
echo
if [ "$failed" -gt 0 ]; then
  echo "Not as before: $failed. Put right what is named and call this again: what is as before stays untouched."
  exit 5
fi
echo "All is as before the run, but for what this kit does not hold. Left as it is: $stays."
exit 0
`;

/** The script of an undo kit: POSIX sh and kubectl. */
export function restoreScript(): string {
  const system = `SYSTEM_MANAGERS='${[...systemManagers].join(' ')}'\n`;
  return [head, system, restoreLooks, restoreActs, tail].join('');
}

/** How the script looks at one object; nothing of it changes anything. */
export const restoreLooks = String.raw`
# Reads the next line of entries.tsv into variables.
read_entry() {
  IFS=$TAB read -r number way type api_version kind namespace name encoded uid || return 1
  [ "$namespace" != - ] || namespace=
  entry=$kit/objects/$number
}

find_entry() {
  grep "^$1$TAB" "$kit/entries.tsv" > "$work/entry"
  read_entry < "$work/entry"
}

# kubectl's verbs on the object of the entry.
on_object() {
  verb=$1
  shift
  if [ -n "$namespace" ]; then
    kc "$verb" "$type" "$name" -n "$namespace" "$@"
  else
    kc "$verb" "$type" "$name" "$@"
  fi
}

say() {
  printf '  %s  %-13s %s %s%s\n' "$1" "$2" "$kind" "$(if [ -n "$namespace" ]; then echo "$namespace/"; fi)$name" "$(if [ -n "$3" ]; then echo ": $3"; fi)"
}

word() {
  case $1 in
    ready) case $way in
      delete) echo 'deletes' ;;
      restore) echo 'puts back' ;;
      create) echo 'makes anew' ;;
    esac ;;
    overwritten) echo 'overwrites' ;;
    done) echo 'as before' ;;
    kept) echo 'leaves' ;;
    stays) echo 'stays' ;;
    drifted) echo 'DRIFTED' ;;
    refused) echo 'REFUSED' ;;
  esac
}

last_words() {
  tr '\n' ' ' < "$work/error" | cut -c1-600
}

# Sets live_uid (empty: gone), live_version, live_going. 1: it cannot be seen.
read_live() {
  live_uid= live_version= live_going=
  if ! on_object get --ignore-not-found --show-managed-fields -o "go-template-file=$kit/facts.tmpl" > "$work/live" 2> "$work/error"; then
    # A kind that nobody defines has no objects.
    grep -q "doesn't have a resource type\|no matches for kind" "$work/error" && { : > "$work/live"; return 0; }
    return 1
  fi
  [ -s "$work/live" ] || return 0
  head -n 1 "$work/live" > "$work/first"
  IFS=$TAB read -r live_uid live_version live_going < "$work/first"
  [ "$live_going" != - ] || live_going=
}

# Entries of others than the cluster's own controllers and status; $1: with times.
live_owners() {
  sed 1d "$work/live" | awk -F "$TAB" -v OFS="$TAB" -v system_managers="$SYSTEM_MANAGERS" -v times="$1" '
    BEGIN { count = split(system_managers, list, " "); for (i = 1; i <= count; i++) own[list[i]] = 1 }
    $6 == "-" && !($1 in own) { if (times) print $1, $2, $3, $4, $5; else print $1, $2, $3, $5 }' | sort
}

without_times() {
  awk -F "$TAB" -v OFS="$TAB" '{ print $1, $2, $3, $5 }' | sort
}

# Who wrote since, of the entries that are not as the run left them. The run's own
# differ too, where others took fields from it.
writers() {
  live_owners 1 | awk -F "$TAB" -v ours="$(cat "$kit/manager")" '
    !live { known[$0] = 1; next }
    $0 in known { next }
    $1 == ours { own = $1 " at " $4; next }
    { names = names comma $1 " at " $4; comma = ", " }
    END { if (names == "") names = own; if (names == "") names = "somebody that the cluster does not name"; print names }' "$entry/left-owners.tsv" live=1 -
}

# Whether the API server says that the tests of a file hold.
holds() {
  on_object patch --type=json --patch-file "$1" --dry-run=server > /dev/null 2> "$work/error"
}

# Names the places that are not as the run left them; empty: all are.
drifted_places() {
  comma=
  while IFS=$TAB read -r place tests <&5; do
    printf '%s' "$tests" > "$work/test.json"
    holds "$work/test.json" || { printf '%s%s' "$comma" "$place"; comma=', '; }
  done 5< "$entry/places.tsv"
}

# The served name of a kind: plural and whether it is in namespaces.
find_resource() {
  kc api-resources --no-headers 2>/dev/null | awk -v version="$1" -v kind="$2" '
    $NF == kind && $(NF-2) == version { print $1 "\t" $(NF-1); exit }' > "$work/resource"
  IFS=$TAB read -r plural namespaced < "$work/resource"
}

# The address of the objects of the entry's kind, without its name. 1: not served.
find_collection() {
  find_resource "$api_version" "$kind" || return 1
  case $api_version in
    */*) collection=/apis/$api_version ;;
    *) collection=/api/$api_version ;;
  esac
  if [ "$namespaced" = true ]; then
    collection=$collection/namespaces/$namespace
  fi
  collection=$collection/$plural
}

# Whether an earlier entry of this kit brings what the object needs.
brought() {
  awk -F "$TAB" -v number="$number" -v kind="$1" -v name="$2" '
    $1 == number { exit } $2 == "create" && $5 == kind && $7 == name { found = 1; exit }
    END { exit !found }' "$kit/entries.tsv"
}

# What others put into a namespace or made of a definition; one a line.
foreign() {
  if [ "$kind" = Namespace ]; then
    kc api-resources --no-headers > "$work/resources" 2> "$work/error" || { echo "what the cluster serves ($(last_words))"; return; }
    kc api-resources --namespaced --verbs=list -o name > "$work/lists" 2> "$work/error" || { echo "what the cluster serves ($(last_words))"; return; }
    grep -v '^events$\|^events\.\|^leases\.\|^endpoints$\|^endpointslices\.\|\.metrics\.k8s\.io$' "$work/lists" > "$work/asked"
    where=$name
  else
    echo "$name" > "$work/asked"
    : > "$work/resources"
    where=
  fi
  while read -r resource <&6; do
    if [ -n "$where" ]; then
      kc get "$resource" -n "$where" -o "go-template-file=$kit/content.tmpl" > "$work/content" 2> "$work/error"
    else
      kc get "$resource" --all-namespaces -o "go-template-file=$kit/content.tmpl" > "$work/content" 2> "$work/error"
    fi || { echo "$resource that could not be listed ($(last_words))"; continue; }
    # What an object of the namespace owns goes with it; what this kit deletes is no one else's.
    awk -F "$TAB" -v is_namespace="$where" '
      file == 1 { if ($2 == "delete") ours[$5 "\t" $6 "\t" $7] = 1; next }
      file == 2 { count = split($0, part, " "); if (part[count - 1] == "true") inside[part[count - 2] " " part[count]] = 1; next }
      is_namespace != "" && ($1 == "ConfigMap" && $3 == "kube-root-ca.crt" || $1 == "ServiceAccount" && $3 == "default") { next }
      is_namespace != "" && $4 != "-" && ($4 in inside) { next }
      !(($1 "\t" $2 "\t" $3) in ours) { print $1 " " $3 }' file=1 "$kit/entries.tsv" file=2 "$work/resources" file=3 "$work/content"
  done 6< "$work/asked" | sort -u | head -n 10
}

# Sets status and why: ready, done, drifted, refused or stays.
look() {
  status=ready why=
  if ! read_live; then
    status=refused why=$(last_words)
    return
  fi
  case $way in
    delete) look_delete ;;
    restore) look_restore ;;
    create) look_create ;;
  esac
}

look_delete() {
  if [ -z "$live_uid" ]; then
    status=done why='it is gone'
  elif [ "$live_uid" != "$uid" ]; then
    status=drifted why="it was deleted since and made anew: its uid is $live_uid, the run made $uid"
  elif [ -n "$live_going" ]; then
    status=ready why='it is being deleted'
  elif { [ "$kind" = Namespace ] || [ "$kind" = CustomResourceDefinition ]; } && [ -n "$(foreign > "$work/foreign"; cat "$work/foreign")" ]; then
    status=stays why="it holds $(tr '\n' ',' < "$work/foreign" | sed 's/,$//; s/,/, /g')"
  elif ! live_owners 1 | cmp -s - "$entry/left-owners.tsv"; then
    places=$(drifted_places)
    status=drifted why="written since by $(writers)$(if [ -n "$places" ]; then echo "; changed: $places"; fi)"
  fi
}

look_restore() {
  if [ -z "$live_uid" ] || [ -n "$live_going" ]; then
    status=drifted why='it was deleted since the run'
  elif [ "$live_uid" != "$uid" ]; then
    status=drifted why="it was deleted since and made anew: its uid is $live_uid, the run changed $uid"
  elif is_proven; then
    status=done why='it is as before'
  elif holds "$entry/back.json" || { [ -f "$state/$number" ] && holds "$entry/proof.json"; }; then
    :
  else
    last=$(last_words) places=$(drifted_places)
    if [ -n "$places" ]; then
      status=drifted why="changed since by $(writers): $places"
    else
      status=refused why="the API server refuses it: $last"
    fi
  fi
}

look_create() {
  if [ -n "$live_uid" ] && [ -z "$live_going" ]; then
    if [ "$live_uid" = "$(cat "$state/$number" 2>/dev/null)" ] || is_made_by_kit; then
      remember_made
      if is_proven; then status=done why='it is as before'; fi
    else
      status=drifted why="the run deleted it, and it was made anew: its uid is $live_uid"
    fi
    return
  fi
  if [ -n "$namespace" ] && [ -z "$(kc get namespace "$namespace" --ignore-not-found -o name 2>/dev/null)" ]; then
    if brought Namespace "$namespace"; then
      why='it can be tried once its namespace is there'
    else
      status=refused why="its namespace $namespace is gone"
    fi
    return
  fi
  if ! find_collection; then
    if brought CustomResourceDefinition "$(cat "$entry/definition")"; then
      why='it can be tried once its definition is there'
    else
      status=refused why="nobody defines $kind of $api_version any more"
    fi
    return
  fi
  if [ -s "$entry/owners.tsv" ] && ! has_owner; then
    status=refused why='its owners are gone: made anew, it would be collected at once'
    return
  fi
  if [ -z "$live_going" ] && ! kc create --raw "$collection?dryRun=All" -f "$entry/body.json" > /dev/null 2> "$work/error"; then
    status=refused why="the API server refuses it: $(last_words)"
  fi
}

# Whether an earlier call made it and ended before it could remember that.
is_made_by_kit() {
  [ -f "$state/$number.begun" ] || return 1
  live_owners '' | awk -F "$TAB" '$1 != "undo-kit" { other = 1 } END { exit other }' && holds "$entry/proof.json"
}

# Objects that name it as their owner have to follow its new uid.
remember_made() {
  [ -f "$state/$number" ] && return
  printf 's/%s/%s/g\n' "$uid" "$live_uid" >> "$state/uids.sed"
  printf '%s' "$live_uid" > "$state/$number"
}

# Whether one of the owners is there, or is made anew by this kit.
has_owner() {
  while IFS=$TAB read -r owner_type owner_name owner_namespace owner_uid <&7; do
    grep -q "^[^$TAB]*$TAB""create$TAB.*$TAB$owner_uid\$" "$kit/entries.tsv" && return 0
    if [ "$owner_namespace" = - ]; then
      found=$(kc get "$owner_type" "$owner_name" --ignore-not-found -o 'jsonpath={.metadata.uid}' 2>/dev/null)
    else
      found=$(kc get "$owner_type" "$owner_name" -n "$owner_namespace" --ignore-not-found -o 'jsonpath={.metadata.uid}' 2>/dev/null)
    fi
    [ "$found" = "$owner_uid" ] && return 0
  done 7< "$entry/owners.tsv"
  return 1
}

# Whether those who owned fields before own them again.
owners_are_back() {
  live_owners '' > "$work/owners"
  rename_owners "$entry/owners-before.tsv" | sort | cmp -s - "$work/owners"
}

# Objects that were made anew have other uids: who names them as owners follows.
rename_owners() {
  if [ -f "$state/uids.sed" ]; then
    sed -f "$state/uids.sed" "$1"
  else
    cat "$1"
  fi
}

# Whether the object is as before, the owners of its fields included.
is_proven() {
  holds "$entry/proof.json" && owners_are_back
}
`;

/** How the script takes one object back; every request carries its preconditions. */
export const restoreActs = String.raw`
# Sets result (equal or not) and why. $1: ready, or overwritten by choice.
take_back() {
  result=failed chosen=$1
  # What changed between the look and now stops this object, not the others.
  look "$number"
  case $status in
    done) result=equal; return ;;
    ready) ;;
    drifted) [ "$chosen" = overwritten ] || return ;;
    *) return ;;
  esac
  case $way in
    delete) act_delete ;;
    restore)
      if [ "$status" = drifted ]; then overwrite; else act_restore; fi ;;
    create)
      if [ "$status" = drifted ]; then overwrite; else act_create; fi ;;
  esac
}

act_delete() {
  find_collection || { why='its kind is not served'; return; }
  printf '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","preconditions":{"uid":"%s","resourceVersion":"%s"}}' "$live_uid" "$live_version" > "$work/options.json"
  doomed=$live_uid
  if [ -z "$live_going" ] && ! kc delete --raw "$collection/$encoded" -f "$work/options.json" > /dev/null 2> "$work/error"; then
    why=$(last_words)
    return
  fi
  await_gone "$doomed" || return
  result=equal why=deleted
}

await_gone() {
  seconds=0
  while :; do
    read_live || { why=$(last_words); return 1; }
    [ "$live_uid" = "$1" ] || return 0
    if [ "$seconds" -ge "$WAIT_SECONDS" ]; then
      why="it is still being deleted after $seconds seconds; a finalizer may hold it"
      return 1
    fi
    sleep 1
    seconds=$((seconds + 1))
  done
}

act_restore() {
  if ! holds "$entry/proof.json"; then
    # Only where nobody else wrote since is it known whose the other fields are.
    rm -f "$state/$number"
    live_owners '' > "$work/owners"
    if without_times < "$entry/left-owners.tsv" | cmp -s - "$work/owners"; then
      : > "$state/$number"
    fi
    if ! on_object patch --type=json --patch-file "$entry/back.json" --field-manager=undo-kit > /dev/null 2> "$work/error"; then
      why=$(last_words)
      return
    fi
  fi
  if ! [ -f "$state/$number" ]; then
    prove 'its values are as before; others wrote to it since, so who owns its fields was left'
    return
  fi
  give_owners_back system
  prove
}

act_create() {
  if [ -n "$live_going" ]; then
    await_gone "$live_uid" || return
  fi
  tries=0
  # A definition that was made anew is served a moment later.
  until find_collection; do
    tries=$((tries + 1))
    [ "$tries" -le 30 ] || { why="nobody serves $kind of $api_version"; return; }
    sleep 1
  done
  if [ -z "$live_uid" ] || [ -n "$live_going" ]; then
    rename_owners "$entry/body.json" > "$work/body.json"
    : > "$state/$number.begun"
    if ! kc create --raw "$collection?fieldManager=undo-kit" -f "$work/body.json" > "$work/made" 2> "$work/error"; then
      why=$(last_words)
      return
    fi
    read_live || { why=$(last_words); return; }
  fi
  remember_made
  give_owners_back
  prove
}

# Puts the whole object of before in the place of what is there.
overwrite() {
  if [ -z "$live_uid" ] || [ -n "$live_going" ]; then
    act_create
    return
  fi
  find_collection || { why="nobody serves $kind of $api_version"; return; }
  rename_owners "$entry/whole.json" | sed "s/\"uid\":\"@UID@\",\"resourceVersion\":\"@RESOURCE_VERSION@\"/\"uid\":\"$live_uid\",\"resourceVersion\":\"$live_version\"/" > "$work/whole.json"
  if ! kc replace --raw "$collection/$encoded?fieldManager=undo-kit" -f "$work/whole.json" > /dev/null 2> "$work/error"; then
    why=$(last_words)
    return
  fi
  give_owners_back
  prove
}

# A write of its own that changes no value: then the server takes the owners that
# it is sent. Entries of status stay as they are; with "system", so do those of
# the cluster's own controllers.
give_owners_back() {
  attempt=0
  while [ "$attempt" -lt 6 ]; do
    attempt=$((attempt + 1))
    read_live || return
    [ -n "$live_uid" ] || return
    sed 1d "$work/live" | awk -F "$TAB" -v version="$live_version" -v keep_system="$(if [ $# -gt 0 ]; then echo 1; fi)" -v system_managers="$SYSTEM_MANAGERS" '
      BEGIN { count = split(system_managers, list, " "); for (i = 1; i <= count; i++) own[list[i]] = 1 }
      !live { wanted[$1 "\t" $2 "\t" $3] = 1; entries = entries comma $4; comma = ","; next }
      $6 != "-" || keep_system && ($1 in own) && !(($1 "\t" $2 "\t" $3) in wanted) { entries = entries comma $7; comma = "," }
      END { printf "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"},{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[%s]}]", version, entries }' "$entry/owners-wanted.tsv" live=1 - > "$work/owners-raw.json"
    rename_owners "$work/owners-raw.json" > "$work/owners.json"
    on_object patch --type=json --patch-file "$work/owners.json" --field-manager=undo-kit > /dev/null 2> "$work/error" && return
  done
}

# Reads back what was written. $1: what to say when all but the owners is as before.
prove() {
  why=
  read_live || { why=$(last_words); return; }
  if ! holds "$entry/proof.json"; then
    why='it is not as before: another writer was faster'
  elif ! owners_are_back; then
    why='its values are as before; who owns its fields is not'
    # It could not be: others wrote since, and the script says so.
    if [ $# -gt 0 ]; then result=equal why=$1; fi
  else
    result=equal
  fi
}
`;

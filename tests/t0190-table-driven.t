#!/bin/sh
test_description='every generic verb, for every entity that the program knows'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1

# The nouns whose verbs are those of an entity: they have "list" and "export".
nouns=$(crm help -h >/dev/null 2>&1
	for noun in $(crm complete "" 2>/dev/null | cut -f1); do
		crm "$noun" 2>&1 | grep "^  export " >/dev/null && echo "$noun"
	done)

has() {
	crm "$1" 2>&1 | grep "^  $2 " >/dev/null
}

# What each needs besides its name: what is required and can't be made up.
# An entity that is new and needs nothing needs no line here.
needs() {
	case $1 in
	user) echo "login=new$2" ;;
	esac
}

plural() {
	case $1 in
	*y) echo "${1%y}ies" ;;
	*) echo "${1}s" ;;
	esac
}

new() {
	crm "$1" add "Name $2" $(needs "$1" "$2")
}

text_field() {
	crm "$1" set -h | sed -n 's/^  \([a-z_]*\) .*/\1/p' |
		grep -E '^(notes|next_step|unit|street|ext_id)$' | head -1
}

test_expect_success 'there are entities' '
	echo "$nouns" && set -- $nouns && test $# -ge 9 &&
	for noun in account contact opp product user team pipeline stage stage_change
	do
		echo "$nouns" | grep "^$noun$" || return 1
	done
'

for noun in $nouns; do
	test_expect_success "$noun: list, count, show, export, history and help" '
		crm $noun list >out && test -s out &&
		crm $(plural $noun) ls >again && test_cmp out again &&
		for format in csv tsv json jsonl table list ids
		do
			crm $noun list -F $format >out &&
			crm $noun list -o "*" -F $format >out || return 1
		done &&
		crm $noun count >out && grep "^[0-9][0-9]*$" out &&
		test "$(crm $noun list --ids | wc -l)" = "$(cat out)" &&
		crm $noun export >out && head -1 out | grep "^id," &&
		crm $noun list -w "id=0" -s "-id" -L 1 &&
		test_exit 3 crm $noun show 99999 &&
		test_exit 3 crm $noun history 99999 &&
		test_exit 2 crm $noun list -w "nonsense=1" &&
		test_exit 2 crm $noun nonsense &&
		for verb in list show count export history import
		do
			has $noun $verb && crm $noun $verb -h >out &&
			grep "^usage: crm $noun $verb" out || return 1
		done
	'

	# It has no name to be added and found by: below.
	case $noun in stage_change | activity | field) continue ;; esac

	test_expect_success "$noun: add, show, set, history, undo" '
		id=$(new $noun 1) &&
		crm $noun show "$id" --jsonl >out && grep "\"name\":\"Name 1\"" out &&
		test_output "$id" crm $noun show "name 1" -o id --no-header &&
		f=$(text_field $noun) && test -n "$f" &&
		test_output "$id" crm $noun set "$id" "$f=some text" &&
		test_output "some text" crm $noun show "$id" -o "$f" --no-header &&
		test_output "$id" crm $noun list --ids -w "$f=\"some text\"" &&
		crm $noun history "$id" --no-header -o op,field,new >out &&
		expect_file out <<-EOF2 &&
		changed,$f,some text
		added,,
		EOF2
		crm undo -q &&
		no_complaints crm $noun show "$id" --template "{$f}" &&
		test_exit 2 crm $noun set "$id" nonsense=1 &&
		test_exit 7 crm $noun set "$id" id=1 &&
		test_exit 2 crm $noun set
	'

	test_expect_success "$noun: delete, restore, tag, untag, keys" '
		id=$(new $noun 2) && before=$(crm $noun count) &&
		crm $noun tag "x,y" "$id" &&
		test_output "$id" crm $noun list --ids -w "tags has y" &&
		crm $noun untag x "$id" &&
		test_output y crm $noun show "$id" -o tags --no-header &&
		crm $noun set "$id" ext_id=sys:1 &&
		test_output "$id" crm $noun delete ext:sys:1 &&
		test "$(crm $noun count)" = "$((before - 1))" &&
		test_output "$id" crm $noun list --deleted --ids &&
		crm $noun restore "$id" && test "$(crm $noun count)" = "$before" &&
		test_output y crm $noun show "$id" -o tags --no-header &&
		for i in 1 2 3 4 5 6; do crm undo -q || return 1; done &&
		test_exit 3 crm $noun show "$id"
	'

	test_expect_success "$noun: add once with a batch key, a dry run" '
		a=$(crm $noun add "Name 3" $(needs $noun 3) --batch-key "$noun") &&
		b=$(crm $noun add "Name 3" $(needs $noun 3) --batch-key "$noun" -q) &&
		test "$a" = "$b" && crm undo -q && before=$(crm $noun count) &&
		crm -n -q $noun add "Name 4" $(needs $noun 4) &&
		crm -n -q $noun delete -w "id>1" ||: &&
		test "$(crm $noun count)" = "$before"
	'

	test_expect_success "$noun: what is exported is imported as it was" '
		new $noun 5 >id && crm $noun tag t "$(cat id)" &&
		crm $noun export -o "*" >all.csv &&
		crm $noun import all.csv --mode upsert --key id 2>err && cat err &&
		grep " 0 added, 0 updated, $(crm $noun count) unchanged, 0 rejected" err &&
		crm $noun export -o "*" >again.csv && test_cmp all.csv again.csv
	'
done

test_expect_success 'stage_change: add, set, delete, restore, tag, untag' '
	opp=$(crm opp add Deal) &&
	test_exit 2 crm stage_change add Word &&
	test_exit 4 crm stage_change add opp=Deal &&
	id=$(crm stage_change add opp=Deal from=Proposal to=Won on=2026-11-01) &&
	test_output "$id" crm stage_change set $id days=3 by=ada &&
	test_output "Deal,Proposal,Won,2026-11-01,ada,3" crm stage_change show \
		$id --csv --no-header -o opp,from,to,on,by,days &&
	test_output "$id" crm stage_change tag checked $id &&
	test_output "$id" crm stage_change list --ids -w "tags=checked" &&
	test_output "$id" crm stage_change untag checked $id &&
	test_output "$id" crm stage_change delete $id &&
	test_output 0 crm stage_change count &&
	test_output "$id" crm stage_change restore $id &&
	test_output 1 crm stage_change count &&
	for i in 1 2 3 4 5 6 7; do crm -q undo || return 1; done &&
	test_exit 3 crm opp show $opp
'

test_done

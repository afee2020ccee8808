#!/bin/sh
test_description='every generic verb, for every entity that crm schema knows

A new entity is tested the day it is added: what it needs is read from the
schema.  Only rules that no schema tells have a line in special().'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1
crm schema --jsonl | sed 's/^{"name":"\([^"]*\)","plural":"\([^"]*\)".*/\1 \2/' \
	>entities || exit 1

# What a table can't say, of the record N; nothing: the schema is enough.
special() {
	case $1 in
	user) echo "login=new$2" ;;
	target) echo "user=ada metric=deals number=$2 period=2026" ;;
	relation) echo "from=account:1 to=contact:$2" ;;
	address) echo "on=contact:$2 value=a$2@x.test" ;;
	field) echo "contact field_$2" ;;
	segment) echo "entity=contact filter=id>$2" ;;
	esac
}

# FIELD=VALUE of what is required and has no preset, for the record N.
needs() {
	crm schema "$1" --csv --no-header -o field,type,flags,ref,choices,preset |
	while IFS=, read -r field type flags ref choices preset; do
		case ";$flags;" in
		*";required;"*) ;;
		*) continue ;;
		esac
		case ";$flags;$preset;" in
		*";name;"* | *";title;"* | *";readonly;"*) continue ;;
		esac
		case $type in
		text) echo "$field=text$2" ;;
		ref) echo "$field=1" ;;
		link) echo "$field=${choices:-contact}:$2" | sed "s/;.*:/:/" ;;
		date) echo "$field=2026-01-0$2" ;;
		currency) echo "$field=USD" ;;
		*) echo "$field=$2" ;;
		esac
	done
}

called() {
	crm schema "$1" --csv --no-header -o field,flags |
		grep -E ",(.*;)?$2(;|$)" | cut -d, -f1
}

# A new record of the entity, the N-th.
new() {
	name=$(called "$1" "(name|title)")
	more=$(special "$1" "$2")
	test -n "$more" || more=$(needs "$1" "$2")
	test "$1" = field || set -- "$1" "$2" ${name:+"Name $2"}
	crm "$1" add ${3:+"$3"} $more
}

# A field of text that may be set freely.
text_field() {
	crm schema "$1" --csv --no-header -o field,type,flags |
		grep -E '^[a-z_]*,text,(listed|long|)$' |
		grep -vE '^(value|number|period|filter|entity|choices|default|ref),' |
		cut -d, -f1 | { head -1; echo ext_id; } | head -1
}

test_expect_success 'there are entities, and some of each to refer to' '
	test $(wc -l <entities) -ge 20 && crm schema --json >out && grep "\"contact\"" out &&
	for noun in account audience campaign; do
		for i in 1 2 3 4 5; do crm $noun add "First $i" || return 1; done
	done &&
	for i in 1 2 3 4 5; do crm contact add "First $i" || return 1; done &&
	crm opp add "First" && crm product add "First" && crm team add "First"
'

while read -r noun plural; do
	test_expect_success "$noun: add, list, count, show, history, export, help" '
		id=$(new $noun 1) && test -n "$id" &&
		crm $noun list >out && grep "^$id," out && crm $plural ls >again &&
		test_cmp out again &&
		for format in csv tsv json jsonl table list ids
		do
			crm $noun list -F $format >out && test -s out &&
			crm $noun list -o "*" -F $format >out && test -s out || return 1
		done &&
		crm $noun count >out && grep "^[1-9][0-9]*$" out &&
		test "$(crm $noun list --ids | wc -l)" = "$(cat out)" &&
		crm $noun export >out && head -1 out | grep "^id," &&
		crm $noun list -w "id=0" -s "-id" -L 1 &&
		test_output "$id" crm $noun list --ids -w "id=$id and created_at=today" &&
		crm $noun show "$id" --jsonl >out && grep "^{\"id\":$id," out &&
		test_exit 3 crm $noun show 99999 &&
		test_exit 3 crm $noun history 99999 &&
		test_exit 2 crm $noun list -w "nonsense=1" &&
		test_exit 2 crm $noun nonsense &&
		for verb in add list show set edit delete restore count tag untag \
			history export import
		do
			crm $noun $verb -h >out &&
			grep "^usage: crm $noun $verb" out || return 1
		done
	'

	test_expect_success "$noun: found by what it is called" '
		name=$(called $noun "(name|title)") && id=$(new $noun 2) &&
		if test -n "$name" && test $noun != field
		then
			crm $noun show "$id" --jsonl >out && grep "\"$name\":\"Name 2\"" out
		fi &&
		if test -n "$(called $noun name)" && test $noun != field
		then test_output "$id" crm $noun show "name 2" -o id --no-header
		fi
	'

	test_expect_success "$noun: set, history, undo" '
		id=$(new $noun 3) && f=$(text_field $noun) &&
		test_output "$id" crm $noun set "$id" "$f=some text" &&
		test_output "some text" crm $noun show "$id" -o "$f" --no-header &&
		test_output "$id" crm $noun list --ids -w "$f=\"some text\"" &&
		crm $noun history "$id" --no-header -o op,field,new >out &&
		head -1 out | grep "^changed,$f,some text$" && tail -1 out | grep "^added,,$" &&
		crm undo -q && test_must_fail crm $noun list --exit-status -w "$f=\"some text\"" &&
		test_exit 2 crm $noun set "$id" nonsense=1 &&
		test_exit 7 crm $noun set "$id" id=1 &&
		test_exit 2 crm $noun set
	'

	test_expect_success "$noun: edit, search, show and timeline of any record, JSON in again" '
		id=$(crm $noun list --ids -L 1) && f=$(text_field $noun) && export EDITOR="sed -i s/^$f:.*/$f:edited${id}words/" &&
		test_output "$id" crm $noun edit "$id" &&
		test_output "$id" crm $noun list --search "edited${id}words" --ids &&
		test_output "$noun:$id" crm search "edited${id}words" --in $noun --ids &&
		test_output "$id,edited${id}words" crm show "$noun:$id" -o "id,$f" --no-header &&
		crm timeline "$noun:$id" &&
		for verb in list show; do
			crm $noun $verb $(test $verb = show || echo -w id=)$id --json >out.json &&
			crm $noun import out.json --mode upsert --key id 2>err && cat err &&
			grep "0 added, 0 updated, 1 unchanged" err || return 1
		done && crm undo -q
	'

	test_expect_success "$noun: delete, restore, tag, untag, keys" '
		id=$(new $noun 4) && before=$(crm $noun count) &&
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

	test_expect_success "$noun: merge, or no such verb" '
		a=$(new $noun 4) && b=$(new $noun 5) &&
		case $noun in
		stage | stage_change | target | rate | segment | field)
			test_exit 2 crm $noun merge "$a" "$b"
			;;
		*)
			crm $noun set "$b" ext_id=sys:2 && crm $noun tag z "$b" &&
			crm dump >before && test_output "$a" crm $noun merge "$a" "$b" &&
			test_output "$a,z,sys:2" crm $noun show "$a" --no-header -o id,tags,ext_id &&
			test_output 0 crm $noun count -w "id=$b" && crm undo -q &&
			crm dump >after && test_cmp before after && crm undo -q && crm undo -q
			;;
		esac && crm undo -q && crm undo -q
	'

	test_expect_success "$noun: add once with a batch key, a dry run" '
		b=$(crm $noun count) && tries=0 &&
		once() {
			name=$(called $noun "(name|title)") &&
			more=$(special $noun 5) &&
			{ test -n "$more" || more=$(needs $noun 5); } &&
			{ test $noun != field || name=; } &&
			crm $noun add ${name:+"Name 5"} $more "$@"
		} &&
		once -n -q && test "$(crm $noun count)" = "$b" &&
		a=$(once --batch-key "$noun") && c=$(once --batch-key "$noun" -q) &&
		test "$a" = "$c" && test "$(crm $noun count)" = "$((b + 1))" &&
		crm -n -q $noun delete "$a" && test "$(crm $noun count)" = "$((b + 1))"
	'

	test_expect_success "$noun: what is exported is imported as it was" '
		crm $noun tag t -w "id>0" && crm $noun export -o "*" >all.csv &&
		crm $noun import all.csv --mode upsert --key id 2>err && cat err &&
		grep " 0 added, 0 updated, $(crm $noun count) unchanged, 0 rejected" err &&
		crm $noun export -o "*" >again.csv && test_cmp all.csv again.csv
	'
done <entities

test_done

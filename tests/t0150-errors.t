#!/bin/sh
test_description='errors: exit status, the nearest name, nothing that drives a terminal'
. "$(dirname "$0")/lib/setup.sh"

crm init -q &&
crm account add Acme >/dev/null &&
crm contact add "Ada Lovelace" email=ada@acme.test account=Acme >/dev/null &&
crm opp add Deal >/dev/null || exit 1

# nearest STATUS NAME COMMAND...: it ends so and the hint names NAME
nearest() {
	status=$1
	name=$2
	shift 2
	test_exit "$status" "$@" 2>err >out && cat err &&
	grep "^crm: " err >/dev/null &&
	grep "^hint: did you mean '.*$name'?$" err >/dev/null &&
	test_must_be_empty out
}

test_expect_success 'a typo names the nearest: commands, verbs, options' '
	nearest 2 contact crm contct list &&
	nearest 2 forecast crm forcast &&
	nearest 2 "crm contact list" crm contact lst &&
	nearest 2 "crm batch show" crm batch shwo &&
	nearest 2 "crm opp move" crm opp mvoe won 1 &&
	nearest 2 "--format" crm contact list --formt csv &&
	nearest 2 "--where" crm contact list --whre x &&
	nearest 2 "--no-header" crm --no-haeder contact list &&
	nearest 2 json crm contact list -F jsn
'

test_expect_success 'a typo names the nearest: fields, values, filters' '
	nearest 2 first_name crm contact add frist_name=x &&
	nearest 2 title crm contact set 1 titel=x &&
	nearest 4 renewal crm opp add X type=renewl &&
	nearest 2 email crm contact list -w "emial=x" &&
	nearest 2 name crm contact list -w "account.nmae=x" &&
	nearest 2 renewal crm opp list -w "type=renewl" &&
	nearest 2 name crm contact list -s nmae &&
	nearest 2 title crm contact list -o id,titel &&
	nearest 3 Acme crm contact add X account=Acm &&
	nearest 2 Acme crm contact list -w account=Acm &&
	nearest 2 Qualification crm opp list -w stage=Qualificaton &&
	nearest 3 Proposal crm opp move Propsal 1 &&
	nearest 2 core.user crm -c core.usr=x contact list &&
	test_exit 2 crm contact list --template "{nmae}" 2>err &&
	grep "did you mean {name}" err
'

test_expect_success 'an amount with its currency says where that belongs' '
	for amount in "12.50 USD" "usd 12.50" 12usd; do
		test_exit 4 crm opp add X amount="$amount" 2>err &&
		grep "hint: the currency is a field of its own, as in amount=.* currency=USD" err || return 1
	done &&
	test_exit 4 crm account add X annual_revenue="1 EUR" 2>err && grep "as in annual_revenue=" err &&
	test_exit 4 crm opp add X amount=abcdef 2>err && ! grep currency err &&
	test_exit 4 crm account add X employees=-1
'

test_expect_success 'a caret shows where' '
	test_exit 2 crm contact list -w "account.nmae=x" 2>err &&
	expect_file err <<-\EOF2
	crm: unknown field '\''nmae'\'' of account
	  account.nmae=x
	          ^
	hint: did you mean '\''name'\''?
	EOF2
'

test_expect_success 'usage is exit 2' '
	for words in list "contact" "contact list extra" "contact list -Z" \
		"contact list -w" "contact add A B" "contact list -L x" \
		"contact list --no-header=yes" "opp move" "batch show" "undo x" \
		"contact list --json= --color sometimes" "contact set 1" \
		"contact list -w id==" "contact --foo" "nothing" "contact show"
	do
		test_exit 2 crm $words 2>err >out || return 1
		test -s err || return 1
		test_must_be_empty out || return 1
	done &&
	test_exit 2 crm contact list -c nonsense
'

test_expect_success 'the other statuses' '
	test_exit 3 crm contact show 99 &&
	test_exit 3 crm undo 99 &&
	test_exit 4 crm contact add X email=ada@ &&
	test_exit 5 crm contact add X email=ada@acme.test &&
	test_exit 7 crm contact delete --all &&
	test_exit 7 crm --as nobody contact add X &&
	test_exit 8 crm --db none.db contact list
'

test_expect_success 'somebody else is writing: exit 75' '
	engine_writes &&
	test_exit 75 crm --busy-timeout 0 contact set 1 title=busy 2>err
	rc=$?
	engine_stops
	test $rc = 0 && grep "^hint: run it again" err &&
	crm contact set 1 title=free
'

test_expect_success 'errors for programs: one JSON object a line' '
	test_exit 4 crm --json contact add X email=ada@ 2>err &&
	expect_file err <<-\EOF2 &&
	{"code":"invalid","message":"'\''ada@'\'' is not an e-mail address","field":"email","line":null,"hint":"write it as ada@acme.test"}
	EOF2
	test_exit 2 crm -F jsonl contact list -w "x = \"
" 2>err && test "$(wc -l <err)" = 1 &&
	test_exit 3 crm --jsonl contact show "a\"b\\c" 2>err &&
	grep "a.\"b.*c" err
'

test_expect_success 'a full device is exit 1, in every format' '
	for format in csv tsv json jsonl table list ids
	do
		test_exit 1 crm contact list -F $format 2>err >/dev/full || return 1
		grep "No space left" err || return 1
	done &&
	test_exit 1 crm contact count >/dev/full &&
	test_exit 1 crm contact show 1 >/dev/full &&
	test_exit 1 crm contact add Kept >/dev/full &&
	test_exit 1 crm contact set 1 title=kept >/dev/full &&
	test_exit 1 crm batch list >/dev/full &&
	test_exit 1 crm -h >/dev/full &&
	test_exit 1 crm contact list -h >/dev/full &&
	test_exit 1 crm --version >/dev/full &&
	test_exit 1 crm >/dev/full &&
	test_exit 1 crm contact list --output /dev/full &&
	test_exit 1 crm contact list >&-
'

test_expect_success 'what was written before it is there' '
	test_output 1 crm contact count -w name=Kept &&
	test_output kept crm contact show 1 -o title --no-header
'

test_expect_success 'a closed pipe is quiet' '
	(sleep 0.2 && crm contact list 2>err; echo $? >rc) | true &&
	for i in 1 2 3 4 5
	do
		test -s rc && break
		sleep 0.2
	done &&
	test_output 141 cat rc && test_must_be_empty err
'

evil=$(printf 'E\033[31m\rv\til\177\302\205\342\200\256rtl\342\201\246\342\200\213.')
# Bytes that a terminal obeys, but for the newline.
harmless() {
	LC_ALL=C tr -d '\n -~\200-\377' <"$1" >bytes &&
	test_must_be_empty bytes &&
	! LC_ALL=C grep -E "$(printf '\302[\200-\237]|\342\200[\213-\217\252-\256]|\342\201[\246-\251]')" "$1"
}

test_expect_success 'control characters and bidi are escaped for people' '
	crm contact add "$evil" title="$(printf "a\nb")" email=evil@x.test >id &&
	crm contact show "$(cat id)" -o name,title --table >out && harmless out &&
	grep "E.x1b\[31m.rv.til.x7f.x85.u202ertl.u2066.u200b" out &&
	crm contact show "$(cat id)" -o name,title --list >out && harmless out &&
	crm contact history "$(cat id)" --table >out && harmless out &&
	crm account add "$evil" >out && crm contact set "$(cat id)" account="$evil" &&
	crm contact list --table >out && harmless out &&
	crm contact set "$(cat id)" name=plain &&
	crm batch show "$(crm batch list -L 1 --ids -o id)" --table >out &&
	harmless out && grep x1b out &&
	crm undo -q
'

test_expect_success 'and exact for programs' '
	printf "%s\n" "$evil" >expect &&
	crm contact show "$(cat id)" --template "{name}\n" >out &&
	test_cmp expect out &&
	crm contact show "$(cat id)" -o name --json >out &&
	perl -MJSON::PP -e "
		local \$/; my \$r = decode_json(<>);
		binmode STDOUT, q(:utf8); print \$r->[0]{name}, qq(\n)" out >name &&
	test_cmp expect name
'

test_expect_success 'in errors, too' '
	test_exit 5 crm contact add X email=evil@x.test 2>err && harmless err &&
	grep x1b err &&
	test_exit 3 crm contact show "$evil$evil" 2>err && harmless err &&
	test_exit 2 crm "$evil" 2>err && harmless err &&
	test_exit 2 crm contact "$evil" 2>err && harmless err &&
	test_exit 2 crm contact list "--$evil" 2>err && harmless err &&
	test_exit 2 crm contact list -w "$evil = 1" 2>err && harmless err &&
	test_exit 2 crm contact list -o "$evil" 2>err && harmless err &&
	test_exit 2 crm contact list -F "$evil" 2>err && harmless err &&
	test_exit 2 crm contact list --template "{$evil}" 2>err && harmless err &&
	test_exit 4 crm contact add X birthday="$evil" 2>err && harmless err &&
	test_exit 4 crm opp add X type="$evil" 2>err && harmless err &&
	test_exit 8 crm --db "$evil" contact list 2>err && harmless err &&
	test_exit 7 crm --as "$evil" contact add X 2>err && harmless err &&
	test_exit 2 crm --tz "$evil" contact list 2>err && harmless err &&
	test_exit 2 crm contact set "$evil=x" 1 2>err && harmless err &&
	test_exit 2 crm -c "$evil=x" contact list 2>err && harmless err &&
	test_exit 3 crm contact add X notes="@$evil" 2>err && harmless err &&
	printf "%s" "$evil$evil" | test_exit 3 crm contact show - 2>err && harmless err
'

test_expect_success 'an error in JSON is UTF-8, whatever was typed' '
	bad=$(printf "\\303x\\377") &&
	test_exit 2 crm contact list "--$bad" --json 2>err &&
	perl -MJSON::PP -e "
		local \$/; my \$r = decode_json(<>);
		\$r->{message} =~ /\x{fffd}x\x{fffd}/ or die" err
'

test_expect_success 'secrets do not come back: a value is never in the log of batches' '
	crm contact add Secretive notes=hunter2 &&
	crm contact set Secretive title=x --batch-key hunter-key &&
	engine_sql "SELECT * FROM batch" >out &&
	! grep hunter2 out
'

test_done

#!/bin/sh
test_description='the command line: nothing is ignored, every sentence can be read'
. "$(dirname "$0")/lib/setup.sh"

crm init -q &&
crm contact add "Ada Lovelace" email=ada@acme.test >/dev/null &&
crm contact add "Bob Keller" email=bob@acme.test >/dev/null &&
crm opp add Deal amount=5 >/dev/null || exit 1

# json FILE: each line of it is an object with the five members of a message
json() {
	test -s "$1" && perl -MJSON::PP -ne '
		my $m = eval { decode_json($_) } or die "no JSON: $_";
		join(" ", sort keys %$m) eq "code field hint line message"
			or die "other members: $_";' "$1"
}

test_expect_success 'sentences are JSON when the output is' '
	crm contact set 1 title=x --json -n 2>err >out && json err &&
	echo "{\"code\":\"note\",\"message\":\"would be: 1 contact changed\",\"field\":null,\"line\":null,\"hint\":null}" >expected &&
	test_cmp expected err &&
	crm contact set 1 title=x -F jsonl -n 2>err >out && json err &&
	CRM_FORMAT=json crm contact list -vv 2>err >out && json err &&
	crm --jsonl init --db other.db 2>err && json err &&
	crm undo --json -n 2>err && json err &&
	CRM_FORMAT=json crm contact set 1 title=x --csv -n 2>err >out &&
	grep "^crm: would be" err
'

test_expect_success 'so are counts and rejected rows of an import' '
	printf "name,email\nEve,eve@acme.test\nMal,mal@\n" >in.csv &&
	test_exit 6 crm contact import in.csv --partial --json 2>err >out &&
	json err && grep "\"line\":3" err && grep "\"code\":\"note\"" err &&
	crm undo -q
'

test_expect_success 'errors are JSON wherever the option stands' '
	for words in "--bogus --json" "--bogus --jsonl" "--bogus -F json" \
		"--bogus -Fjsonl" "--bogus --format=json" "--bogus --format json"
	do
		test_exit 2 crm contact list $words 2>err && json err || return 1
	done &&
	test_exit 2 crm --json contct 2>err && json err &&
	test_exit 2 crm contact --json 2>err && json err &&
	(export CRM_FORMAT=json &&
	 test_exit 2 crm contact list --bogus 2>err && json err &&
	 test_exit 3 crm contact show 99 2>err && json err &&
	 test_exit 3 crm contact show 99 --csv 2>err && grep "^crm: " err) &&
	test_exit 3 crm -c core.format=jsonl contact show 99 2>err && json err &&
	test_exit 2 crm contact list --bogus -- --json 2>err && grep "^crm: " err
'

test_expect_success 'every write asks before it takes all' '
	for words in "set title=x" "delete" "restore" "tag vip" "untag vip"
	do
		test_exit 7 crm contact $words --all 2>err && grep yes err ||
			return 1
	done &&
	for words in "move Proposal" win lose
	do
		test_exit 7 crm opp $words --all || return 1
	done &&
	crm contact tag vip --all --yes >out && test "$(wc -l <out)" = 2 &&
	crm contact untag vip --all -n && crm undo -q
'

test_expect_success 'count takes what it heeds' '
	for words in "-L 1" "--offset 1" "-s name"
	do
		test_exit 2 crm contact count $words || return 1
	done &&
	test_output 1 crm contact count -w "name = :n" --param "n=Bob Keller" &&
	test_output 0 crm contact count --deleted
'

test_expect_success 'a parameter is used, and given once' '
	test_exit 2 crm contact list --param n=x 2>err && grep "no filter uses .*n" err &&
	test_exit 2 crm contact list -w "name = :n" --param n=x --param m=y 2>err &&
	grep "no filter uses .*m" err &&
	test_exit 2 crm contact list -w "name = :n" --param n=x --param n=y 2>err &&
	grep "given twice" err &&
	test_exit 2 crm contact list -w "name = \":n\"" --param n=x &&
	test_exit 2 crm contact set title=x -w "name = :n" --param n=x --param m=y &&
	test_exit 2 crm report pipeline --param n=x &&
	test_exit 2 crm forecast -w "name = :n" --param n=x --param n=x &&
	crm contact list -w "name = :n" -w "email = :e or name = :n" \
		--param n=x --param e=e@x.test
'

test_expect_success 'one format at a time' '
	test_exit 2 crm contact list --json --csv 2>err &&
	grep "\-\-csv and --json" err &&
	test_exit 2 crm contact list -F csv --table 2>err &&
	grep "\-\-table and -F csv" err &&
	test_exit 2 crm contact list --ids --template "{id}" 2>err &&
	grep "\-\-ids and --template" err &&
	test_exit 2 crm contact add X --json --csv && test_output 2 crm contact count &&
	crm contact list --csv -F csv && CRM_FORMAT=json crm contact list --csv
'

test_expect_success 'a tag is given' '
	for tag in "" " , " ";"
	do
		test_exit 2 crm contact tag "$tag" 1 2>err &&
		grep "no tag is given" err &&
		test_exit 2 crm contact untag "$tag" 1 || return 1
	done
'

test_expect_success 'a record that is given twice is taken once' '
	test_output 1 crm contact set 1 1 ada@acme.test title=once &&
	printf "2\n1\n2\n" >ids && printf "2\n1\n" >expected &&
	crm contact tag twice - <ids >out && test_cmp expected out &&
	crm contact tag twice 2 2 -n 2>err && grep "0 contacts tagged, 1 unchanged" err &&
	crm contact show 2 1 ada@acme.test 2 -o id --csv --no-header >out && test_cmp expected out &&
	crm contact show - -o id --csv --no-header <ids >out && test_cmp expected out &&
	test_output 1 crm contact delete 1 1 && test_output 1 crm contact restore 1 1
'

test_expect_success 'history: deleted and restored' '
	crm contact delete 2 >out && crm contact restore 2 >out &&
	crm contact history 2 -o op,field --no-header >out && head -n 2 out >last &&
	printf "restored,deleted_at\ndeleted,deleted_at\n" >expected &&
	test_cmp expected last &&
	crm contact set 2 title=z >out &&
	crm contact history 2 -o op,field --no-header >out &&
	grep -x "changed,title" out
'

test_expect_success 'a bad variable or setting is named' '
	(CRM_TZ=Nowhere && test_exit 2 crm contact list 2>err && grep "CRM_TZ:.*Nowhere" err) &&
	(CRM_NOW=never && test_exit 2 crm contact list 2>err && grep "CRM_NOW:.*never" err) &&
	(export CRM_COLOR=blue && test_exit 2 crm contact list 2>err && grep "CRM_COLOR:.*blue" err) &&
	(export CRM_FORMAT=cvs && test_exit 2 crm contact list 2>err && grep "CRM_FORMAT:.*cvs" err) &&
	test_exit 2 crm contact list --tz Nowhere 2>err && grep "^crm: --tz:" err &&
	test_exit 2 crm contact list --now never 2>err && grep "^crm: --now:" err &&
	test_exit 2 crm contact list --color blue 2>err && grep "^crm: --color:" err &&
	test_exit 2 crm -c core.tz=Nowhere contact list 2>err && grep "^crm: core.tz:" err
'

test_expect_success 'notes=@ lacks a file, @@ is the sign' '
	test_exit 2 crm contact set 1 notes=@ 2>err &&
	grep "notes: a file name must follow @" err &&
	crm contact set 1 notes=@@ >out &&
	test_output @ crm contact show 1 -o notes --no-header
'

test_expect_success 'codes of currencies in small letters' '
	crm init -q --db yen.db --currency jpy &&
	crm --db yen.db opp add X amount=5 >out &&
	test_output 5,JPY crm --db yen.db opp show 1 -o amount,currency --no-header &&
	test_output 1 crm opp count -w amount=5eur &&
	test_output 1 crm opp count -w "amount < 1kEur" &&
	test_output 0 crm opp count -w amount=5usd &&
	test_exit 2 crm opp count -w amount=5xyz
'

test_expect_success 'a bare word that is no field is looked for' '
	test_exit 2 crm contact list -w vip 2>err &&
	grep "^hint: write name~vip or tags=vip$" err &&
	test_exit 2 crm contact list -w "title = x and vip" 2>err &&
	grep "^hint: write name~vip or tags=vip$" err &&
	test_exit 2 crm contact list -w email 2>err &&
	grep "^hint: write email=VALUE, or: email is not null$" err &&
	test_exit 2 crm contact list -w account.vip 2>err &&
	grep "unknown field .*vip.* of account" err
'

test_expect_success 'an import prints its records when a format is asked for' '
	printf "name,email\nEve,eve@acme.test\nBob,bob@acme.test\n" >in.csv &&
	crm contact import in.csv --key email --mode upsert --json -o name,email >out 2>err &&
	perl -MJSON::PP -e "
		local \$/; my \$r = decode_json(<>);
		print join q(,), map { qq(\$_->{name} \$_->{email}) } @\$r; print qq(\n)" out >names &&
	test_output "Eve eve@acme.test,Bob bob@acme.test" cat names &&
	crm undo -q &&
	crm contact import in.csv --key email --mode upsert --ids -q >out &&
	test "$(wc -l <out)" = 2 && crm undo -q &&
	crm contact import in.csv --key email --mode upsert -q >out &&
	test_must_be_empty out && crm undo -q &&
	crm contact import in.csv --key email --mode upsert -q -o name >out &&
	printf "name\nEve\nBob\n" >expected && test_cmp expected out &&
	crm undo -q &&
	test_exit 2 crm contact import in.csv --key email --mode upsert --json -o nonsense &&
	test_output 2 crm contact count
'

test_expect_success 'an empty filter of a write is not all' '
	crm contact add Empty >/dev/null && before=$(crm contact count) &&
	for filter in "" "  "; do
		test_exit 2 crm contact delete -w "$filter" 2>err &&
		grep "the filter is empty" err &&
		test_exit 2 crm contact set -w "id>0" -w "$filter" title=x ||
			return 1
	done &&
	test_output "$before" crm contact count &&
	test_output "$before" crm contact count -w ""
'

test_done

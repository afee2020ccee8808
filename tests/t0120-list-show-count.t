#!/bin/sh
test_description='list, show and count: formats, fields, order, parts'
. "$(dirname "$0")/lib/setup.sh"

crm init -q &&
crm account add Acme city=Berlin annual_revenue=1000 >/dev/null &&
crm account add "Yen Ltd" annual_revenue=1000 currency=JPY parent=Acme >/dev/null &&
crm contact add "Ada Lovelace" email=ada@acme.test account=Acme tags=vip,new >/dev/null &&
crm contact add "Bob, \"B\" Smith" email=bob@acme.test account=2 >/dev/null &&
crm contact add "Zoë" notes="$(printf 'two\nlines')" >/dev/null &&
crm opp add Deal amount=100.50 account=Acme >/dev/null || exit 1

test_expect_success 'not on a terminal: CSV with a header' '
	crm contact list >out &&
	expect_file out <<-\EOF2 &&
	id,name,email,phone,account,title
	1,Ada Lovelace,ada@acme.test,,Acme,
	2,"Bob, ""B"" Smith",bob@acme.test,,Yen Ltd,
	3,Zoë,,,,
	EOF2
	crm contact ls >alias && test_cmp out alias &&
	crm contacts list >alias && test_cmp out alias &&
	crm contact list --csv >alias && test_cmp out alias &&
	crm contact list -F auto >alias && test_cmp out alias &&
	CRM_FORMAT=csv crm contact list >alias && test_cmp out alias
'

test_expect_success 'tsv' '
	crm contact list --tsv -o id,name,notes >out &&
	printf "id\tname\tnotes\n1\tAda Lovelace\t\n2\t\"Bob, \"\"B\"\" Smith\"\t\n3\tZoë\t\"two\nlines\"\n" >expect &&
	test_cmp expect out
'

test_expect_success 'json is one array, one object a line, nulls present' '
	crm contact list --json -o id,name,account,tags >out &&
	expect_file out <<-\EOF2 &&
	[
	{"id":1,"name":"Ada Lovelace","account":{"id":1,"name":"Acme"},"tags":["new","vip"]},
	{"id":2,"name":"Bob, \"B\" Smith","account":{"id":2,"name":"Yen Ltd"},"tags":[]},
	{"id":3,"name":"Zoë","account":null,"tags":[]}
	]
	EOF2
	test_output "[]" crm contact list --json -w id=99
'

test_expect_success 'jsonl is one object a line' '
	test_output "{\"id\":3,\"notes\":\"two\\nlines\"}" \
		crm contact list --jsonl -o id,notes -w id=3 &&
	crm contact list --jsonl -w id=99 >out && test_must_be_empty out
'

test_expect_success 'money is a number and its minor units' '
	test_output "{\"amount\":100.50,\"amount_minor\":10050,\"currency\":\"EUR\"}" \
		crm opp list --jsonl -o amount,currency &&
	test_output "1000" crm account list -o annual_revenue -w id=2 --no-header
'

test_expect_success 'a table' '
	crm contact list --table -o id,name,account >out &&
	expect_file out <<-\EOF2
	ID  NAME            ACCOUNT
	 1  Ada Lovelace    Acme
	 2  Bob, "B" Smith  Yen Ltd
	 3  Zoë
	EOF2
	test_output "3  two\\nlines" crm contact list --table -o id,notes -w id=3 \
		--no-header
'

test_expect_success 'a list, one field a line' '
	crm contact list --list -o id,name -w "id<3" >out &&
	expect_file out <<-\EOF2
	id:   1
	name: Ada Lovelace

	id:   2
	name: Bob, "B" Smith
	EOF2
'

test_expect_success 'ids, and with NUL' '
	test_output "1
2
3" crm contact list --ids &&
	crm contact list --ids -0 | tr "\0" "+" >out &&
	printf 1+2+3+ >expect && test_cmp expect out
'

test_expect_success 'a template' '
	test_output "1: Ada Lovelace <ada@acme.test>" \
		crm contact list -w id=1 --template "{id}: {name} <{email}>\n" &&
	test_output "1	Acme" \
		crm contact list -w id=1 --template "{id}\t{account}\n" &&
	test_exit 2 crm contact list --template "{nmae}" 2>err &&
	grep "did you mean.*{name}" err &&
	test_exit 2 crm contact list --template "{name"
'

test_expect_success 'the header, the mark and the quote before formulas' '
	test_output "1,Ada Lovelace" crm contact list -o id,name -w id=1 --no-header &&
	crm contact list --bom -o id -w id=1 | od -An -tx1 | tr -d " \n" >out &&
	printf efbbbf69640a310a >expect && test_cmp expect out &&
	crm contact add "=1+1" title="+x" department="-y" phone= >id &&
	test_output "=1+1,+x,-y" crm contact show "$(cat id)" --no-header \
		-o name,title,department &&
	test_output "'\''=1+1,'\''+x,'\''-y" crm contact show "$(cat id)" --no-header \
		-o name,title,department --excel-safe &&
	crm undo
'

test_expect_success 'fields: chosen, added, taken away, paths' '
	test_output "id,email,account,title" \
		crm contact list -o "-phone,-name" -w id=99 &&
	test_output "id,name,email,account,title,tags" \
		crm contact list -o "+tags,-phone" -w id=99 &&
	test_output "Ada Lovelace,Acme,1,Berlin," crm contact list -w id=1 --no-header \
		-o name,account,account.id,account.city,account.parent.name &&
	test_output "Acme" crm contact list -w id=2 --no-header \
		-o account.parent.name &&
	crm contact list -o "*" -w id=1 >out && grep ",updated_at," out &&
	test_exit 2 crm contact list -o id,nmae 2>err && grep "nmae" err &&
	test_exit 2 crm contact list -o ""
'

test_expect_success 'the order' '
	test_output "3
2
1" crm contact list --ids -s -id &&
	test_output "1
3
2" crm contact list --ids -s "-account.city,-id" &&
	test_exit 2 crm contact list -s nmae 2>err && grep "did you mean .name" err
'

test_expect_success 'limit and offset' '
	test_output "2" crm contact list --ids -L 1 --offset 1 &&
	no_complaints crm contact list --ids -L 0 &&
	test_output "3" crm contact list --ids --offset 2 &&
	test_exit 2 crm contact list -L x &&
	test_exit 2 crm contact list -L -1 &&
	test_exit 2 crm contact list --offset 1.5
'

test_expect_success 'several filters are joined by and, each by itself' '
	test_output 2 crm contact list --ids -w "id=1 or id=2" -w "id=2 or id=3" &&
	test_output 1 crm contact list --ids -w "email=:mail" --param mail=ada@acme.test &&
	test_exit 2 crm contact list --param mail
'

test_expect_success 'count is a bare number' '
	test_output 3 crm contact count &&
	test_output 1 crm contact count -w account=Acme &&
	test_output "count
3" crm contact count --csv &&
	test_output "{\"count\":3}" crm contact count --jsonl &&
	test_output 0 crm contact count --deleted
'

test_expect_success 'the deleted ones' '
	crm contact add Gone >id &&
	crm contact delete Gone &&
	test_output 3 crm contact count &&
	test_output 1 crm contact count --deleted &&
	test_output Gone crm contact list --deleted -o name --no-header &&
	test_output 3 crm contact list -L 9 --ids --sort id -w id=3 &&
	crm contact show "$(cat id)" -o name,deleted_at >out &&
	grep "Gone,2026-11-22T12:00:00Z" out
'

test_expect_success '--exit-status: nothing found is exit 3' '
	crm contact list -w id=99 &&
	test_exit 3 crm contact list -w id=99 --exit-status &&
	test_exit 3 crm contact count -w id=99 --exit-status &&
	test_exit 3 crm contact export -w id=99 --exit-status &&
	crm contact list --exit-status
'

test_expect_success 'show has every field, references by name' '
	crm contact show 1 --list >out &&
	grep "^account: *Acme$" out && grep "^owner: *ada$" out &&
	grep "^rev: *1$" out &&
	crm contact show 1 2 --jsonl -o id >out &&
	expect_file out <<-\EOF2
	{"id":1}
	{"id":2}
	EOF2
	crm contact show 2 1 -o id --no-header >out &&
	printf "2\n1\n" >expect && test_cmp expect out &&
	test_exit 2 crm contact show &&
	test_exit 3 crm contact show 1 99 2>err && grep "no contact .99." err
'

test_expect_success 'show that fails prints nothing' '
	test_exit 3 crm contact show 1 99 >out && test_must_be_empty out
'

test_expect_success 'export has ids, and every field that is stored' '
	crm contact export >out &&
	head -1 out >header &&
	grep "^id,first_name,.*,created_at,created_by$" header &&
	! grep weighted header &&
	crm contact export -w id=1 -o account,owner --no-header >out &&
	echo 1,1 >expect && test_cmp expect out
'

test_expect_success 'a file appears when it is whole, for its owner alone' '
	crm contact list --output out.csv >out && test_must_be_empty out &&
	crm contact list >expect && test_cmp expect out.csv &&
	test "$(stat -c %a out.csv)" = 600 &&
	echo old >kept.csv &&
	test_exit 2 crm contact list -w nmae=x --output kept.csv &&
	test_output old cat kept.csv &&
	test_exit 1 crm contact list --output no/folder.csv &&
	ls >files && ! grep "csv[.]" files
'

test_expect_success 'history of a record and of any' '
	crm contact set 1 title=Countess account=2 &&
	crm contact history 1 -o op,field,old,new --no-header >out &&
	head -2 out | sort >two &&
	expect_file two <<-\EOF2 &&
	changed,account,Acme,Yen Ltd
	changed,title,,Countess
	EOF2
	crm contact history 1 >one && crm history contact:1 >any &&
	test_cmp one any &&
	crm history "contact:ada@acme.test" >any && test_cmp one any &&
	crm contact history Gone >out && grep deleted_at out &&
	test_exit 2 crm history 1 && test_exit 3 crm history contact:99
'

test_expect_success 'a stranger may read' '
	crm --as stranger contact list >out && crm contact list >expect &&
	test_cmp expect out
'

test_expect_success 'reading needs no terminal and starts no pager' '
	CRM_PAGER="echo paged" PAGER="echo paged" crm contact list >out &&
	! grep paged out
'

# What begins so is looked for in a range, of which the end is the next letter.
test_expect_success 'beginnings of names: odd letters, marks, blanks' '
	for name in "Éa Zz" "éb" "Ec" "Z߿q" "z߿R" "Zࠀ" "😿x" "😿" "😾y" "acme  Ltd" "Acme Ltd" "Acmé" "´x" "´" "-"
	do
		crm account add "$name" tags=beginning -q >/dev/null || return 1
	done &&
	while read -r n prefix
	do
		test_output "$n" crm account count -w "tags=beginning and name ^= \"$prefix\"" &&
		test_output $((15 - n)) crm account count -w "tags=beginning and not name ^= \"$prefix\"" || return 1
	done <<-\END
	2 É
	1 ÉA
	1 E
	2 Z߿
	3 z
	2 😿
	1 😾
	1 Acme  l
	1 ACME l
	2 acme
	3 acm
	2 ´
	1 -
	0 zz
	END
'

test_done

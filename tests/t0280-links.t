#!/bin/sh
test_description='activities, and fields that refer to records of any entity'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'records to refer to' '
	crm init -q && crm account add Acme && crm account add Bit &&
	crm contact add "Ada Lovelace" email=ada@acme.test account=Acme &&
	crm contact add "Bob Byte" account=Bit && crm contact add Cy
'

test_expect_success 'a link is written as entity and reference' '
	test_output 1 crm activity add "Call Ada" kind=call \
		on=contact:ada@acme.test due=2026-12-01 &&
	test_output 2 crm activity add "Visit" kind=visit on=account:acme &&
	test_output 3 crm activity add "On nothing" &&
	test_output "contact:1
account:1
\"\"" crm activity list -s id -o on --no-header &&
	test_output "\"contact:1\"" sh -c \
		"crm activity show 1 --jsonl -o on | sed \"s/{.on.:\(.*\)}/\1/\""
'

test_expect_success 'what is no link is refused, and says how it is written' '
	test_exit 4 crm activity add x on=ada@acme.test 2>err &&
	grep "hint: write contact:42" err &&
	test_exit 4 crm activity add x on=contct:1 2>err &&
	grep "did you mean .contact:" err &&
	test_exit 3 crm activity add x on=contact:99 2>err &&
	grep "^crm: on: no contact .99" err &&
	test_exit 2 crm activity list -w "on=contct:1" 2>err &&
	grep "did you mean .contact:" err &&
	test_exit 2 crm activity list -w "on > contact:1" 2>err &&
	grep "doesn.t go with a link" err
'

test_expect_success 'lists find by a link and go through it' '
	test_output 1 crm activity list --ids -w "on=contact:1" &&
	test_output "1
2" crm activity list --ids -s id -w "on in (contact:1, account:Acme)" &&
	test_output "2
3" crm activity list --ids -s id -w "on != contact:1" &&
	test_output 3 crm activity list --ids -w "on is null" &&
	test_output 1 crm activity list --ids -w "on.contact.account = Acme" &&
	test_output 1 crm activity list --ids -w "on.contact = ada@acme.test" &&
	test_output 2 crm activity list --ids -w "on.account.id = 1" &&
	test_output 2 crm activity list --ids -w "on.account is not null" &&
	test_output "Ada Lovelace,Acme" crm activity show 1 \
		-o on.contact.name,on.contact.account.name --csv --no-header &&
	test_exit 2 crm activity list -w "on.contct.name ~ a" 2>err &&
	grep "did you mean .contact" err &&
	test_exit 2 crm activity list -w "on.name ~ a" 2>err && grep "leads to no" err
'

test_expect_success 'the other way round, from any entity' '
	test_output 1 crm contact list --ids -w "any(activities, kind=call)" &&
	test_output 1 crm account list --ids -w "any(activities, kind=visit)" &&
	test_output 1 crm account list --ids \
		-w "any(contacts.activities, due=2026-12-01)" &&
	test_output "2
3" crm contact list --ids -s id -w "count(activities) = 0" &&
	test_output 2 crm contact list --ids -w "account.name=Bit or
		account.activities.kind=call"
'

test_expect_success 'sets of links are added to and taken from' '
	crm activity set 1 with="contact:2;bob byte" &&
	test_output "contact:2" crm activity show 1 -o with --no-header &&
	crm activity set 1 with+=contact:3,user:ada &&
	test_output "contact:2;contact:3;user:1" crm activity show 1 -o with --no-header &&
	crm activity set 1 with+=contact:1 with-=contact:3 &&
	test_output "contact:1;contact:2;user:1" crm activity show 1 -o with --no-header &&
	test_exit 4 crm activity set 1 with+=account:1 &&
	test_output "{\"with\":[\"contact:1\",\"contact:2\",\"user:1\"]}" \
		crm activity show 1 -o with --jsonl
'

test_expect_success 'sets of links in filters' '
	test_output 1 crm activity list --ids -w "with = contact:2" &&
	test_output 1 crm activity list --ids -w "with has user:1" &&
	test_output "2
3" crm activity list --ids -s id -w "with is null" &&
	test_output 1 crm activity list --ids -w "count(with) = 3" &&
	test_output "1
2" crm contact list --ids -s id -w "any(activities_by_with, kind=call)" &&
	test_output 2 crm account list --ids \
		-w "any(contacts.activities_by_with) and name=Bit"
'

test_expect_success 'history, and undo one by one and all' '
	crm undo -q && test_output "contact:2;contact:3;user:1" \
		crm activity show 1 -o with --no-header &&
	crm undo -q && crm undo -q &&
	no_complaints crm activity show 1 --template "{with}"
'

test_expect_success 'what links refer to stays' '
	new=$(crm contact add Temp) && b=$(crm batch list -L 1 -o id --no-header) &&
	crm activity set 3 on=contact:$new &&
	test_exit 5 crm undo $b 2>err && grep "refers to it by activity 3" err &&
	crm activity set 3 on= with=contact:$new &&
	test_exit 5 crm undo $b 2>err && grep "refers to it by" err &&
	crm activity set 3 with= && crm undo -q $b
'

test_expect_success 'a day in the company s zone is when it was done' '
	crm activity set 1 done_at=2026-11-20T10:00:00Z &&
	test_output 2026-11-20 crm activity show 1 -o done_on --no-header &&
	crm activity set 1 done_at= &&
	no_complaints crm activity show 1 --template "{done_on}" &&
	test_exit 7 crm activity set 1 done_on=2026-01-01
'

test_expect_success 'export and import keep links, in any format that goes in' '
	crm activity set 1 with=contact:2,contact:3 &&
	crm activity export >a.csv && crm activity import a.csv --mode upsert --key id 2>err &&
	grep "3 unchanged" err &&
	crm activity delete 1 2 3 && crm activity import a.csv --set id=- 2>err &&
	grep "3 added" err && crm activity export -o on,with,subject >b.csv &&
	crm activity list --deleted -s id -o on,with,subject >c.csv &&
	test_cmp c.csv b.csv
'

test_done

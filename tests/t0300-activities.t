#!/bin/sh
test_description='logging, doing, and the timeline of a record'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'people and deals' '
	crm init -q && crm account add Acme && crm contact add Ada email=ada@acme.test account=Acme &&
	crm contact add Bob account=Acme && crm lead add Lin email=lin@xi.test &&
	CRM_NOW=2026-10-01T08:00:00Z crm opp add Deal account=Acme contact=Ada opened=2026-10-01
'

test_expect_success 'log keeps what was done now' '
	test_output 1 crm log call contact:1 "About the price" outcome=late minutes=10 &&
	test_output "call,About the price,contact:1,2026-11-22T12:00:00Z,2026-11-22,late,10,ada" \
		crm activity show 1 --csv --no-header \
		-o kind,subject,on,done_at,done_on,outcome,minutes,owner &&
	test_output 2 crm log note ada@acme.test "Tea" &&
	test_output 3 crm log email LIN@xi.test "Hello" done_at=2026-11-01T10:00:00Z &&
	test_output "contact:1
lead:1" crm activity list -s id -w "id > 1" -o on --no-header
'

test_expect_success 'and says what is wrong with it' '
	test_exit 3 crm log call no@body.test x && test_exit 3 crm log call contact:99 x &&
	test_exit 4 crm log call Ada x && test_exit 4 crm log cal contact:1 x 2>err &&
	grep "did you mean .call" err && test_exit 2 crm log call contact:1 2>err &&
	grep "subject is missing" err && test_exit 2 crm log call contact:1 x nothing=1 &&
	test_output 3 crm activity count
'

test_expect_success 'a batch key, a dry run, stdin and JSON' '
	test_output 4 crm log note contact:1 Once --batch-key k1 &&
	test_output 4 crm log note contact:1 Once --batch-key k1 -q &&
	crm -n -q log note contact:1 Never && test_output 4 crm activity count &&
	echo long text | crm log note contact:2 Body body=@- --jsonl >out &&
	grep "\"body\":\"long text\"" out
'

test_expect_success 'done, by id, by filter, from stdin, and once' '
	crm activity add T1 on=contact:1 due=2026-11-20 && crm activity add T2 due=2026-11-20 &&
	crm activity add T3 due=2026-12-24 &&
	crm activity list -w "due < today and done_at is null" --ids |
		crm activity done - outcome=ok -q >out && expect_file out <<-\EOF2 &&
	6
	7
	EOF2
	test_output "ok,2026-11-22" crm activity show 7 -o outcome,done_on --csv --no-header &&
	CRM_NOW=2026-11-23T12:00:00Z crm activity done 7 outcome=better &&
	test_output "better,2026-11-22" crm activity show 7 -o outcome,done_on --csv --no-header &&
	crm undo -q && crm undo -q &&
	test_output 3 crm activity count -w "done_at is null" &&
	test_exit 2 crm activity done
'

test_expect_success 'what comes again is planned anew, once' '
	id=$(crm activity add Rent kind=task recurrence=monthly due=2026-01-31 on=account:1 \
		with=contact:1 tags=money) &&
	CRM_NOW=2026-02-10T09:00:00Z crm activity done $id 2>err && grep "comes again: activity" err &&
	next=$(crm activity list --ids -w "subject=Rent and done_at is null") &&
	test_output "2026-02-28,account:1,contact:1,money,monthly,ada" crm activity show $next \
		--csv --no-header -o due,on,with,tags,recurrence,owner &&
	crm activity done $id && test_output 2 crm activity count -w "subject=Rent" &&
	id=$(crm activity add Stand-up recurrence=weekly start=2026-11-02T09:30:00Z) &&
	crm activity done $id 2>/dev/null &&
	test_output 2026-11-23T09:30:00Z crm activity list --no-header -o start \
		-w "subject=Stand-up and done_at is null" &&
	crm undo -q && test_output 1 crm activity count -w "subject=Stand-up"
'

test_expect_success 'a timeline has it all, newest first' '
	CRM_NOW=2026-10-05T08:00:00Z crm opp move Proposal Deal &&
	CRM_NOW=2026-10-06T08:00:00Z crm case add "Broken" contact=Bob &&
	crm audience add News && CRM_NOW=2026-10-07T08:00:00Z crm member add of=News on=contact:2 &&
	crm timeline account:Acme --csv -o at,kind,subject,on --to 2026-10-31 >out &&
	expect_file out <<-\EOF2 &&
	at,kind,subject,on
	2026-10-07T08:00:00Z,targeted,News,contact:2
	2026-10-06T08:00:00Z,case,Broken,contact:2
	2026-10-05,stage,Qualification -> Proposal,opp:1
	2026-10-01,opp,Deal,opp:1
	2026-02-28,task,Rent,account:1
	2026-02-10T09:00:00Z,task,Rent,account:1
	EOF2
	test_output "stage
opp" crm timeline contact:1 --kind stage,opp -o kind --no-header &&
	test_output 2 sh -c "crm timeline contact:1 --kind task --no-header | grep -c Rent"
'

test_expect_success 'it tells who a row is about, and what came first on a day' '
	test_output "News,Bob
Broken,Bob
Qualification -> Proposal,Deal
Deal,Deal" crm timeline account:Acme --kind targeted,case,stage,opp -o subject,name --no-header &&
	crm opp add Quick account=Acme opened=2026-10-05 -q &&
	CRM_NOW=2026-10-05T18:00:00Z crm opp move Negotiation Quick &&
	test_output "Qualification -> Negotiation
Quick" crm timeline opp:Quick -o subject --no-header &&
	test_output "Qualification -> Negotiation" \
		crm timeline opp:Quick -o subject --no-header -L 1 && crm opp delete Quick
'

test_expect_success 'an account has what happened with its people, deals and cases' '
	CRM_NOW=2026-10-08T08:00:00Z crm log call case:C-1 "Told how" &&
	CRM_NOW=2026-10-09T08:00:00Z crm log meeting lead:1 "Fair" with=contact:2 &&
	CRM_NOW=2026-10-10T08:00:00Z crm opp add Side contact=Ada account= opened=2026-10-10 &&
	CRM_NOW=2026-10-11T08:00:00Z crm case set C-1 status=resolved -q &&
	crm timeline account:Acme --from 2026-10-08 --to 2026-10-31 -o at,kind,subject,on --csv >out &&
	expect_file out <<-\EOF2 &&
	at,kind,subject,on
	2026-10-11T08:00:00Z,resolved,Broken,contact:2
	2026-10-10,opp,Side,opp:3
	2026-10-09T08:00:00Z,meeting,Fair,lead:1
	2026-10-08T08:00:00Z,call,Told how,case:1
	EOF2
	crm opp delete Side && crm case set C-1 status=open -q &&
	test_output 1 sh -c "crm timeline contact:2 --kind call -o subject --no-header | grep -c Told"
'

test_expect_success 'a campaign has what came of it, a record its relations' '
	crm campaign add Fair && crm lead set 1 campaign=Fair -q &&
	CRM_NOW=2026-10-07T08:00:00Z crm member add of=campaign:Fair on=contact:1 status=sent &&
	test_output "campaign
email
lead
meeting
sent" sh -c "crm timeline campaign:Fair -o kind --no-header | sort" &&
	crm relation add from=contact:1 to=contact:2 kind=colleague &&
	test_output "colleague,contact:2,Bob" \
		crm timeline contact:1 --kind relation -o subject,on,name --no-header &&
	test_output "colleague,contact:1,Ada" \
		crm timeline contact:2 --kind relation -o subject,on,name --no-header
'

test_expect_success 'its kinds are known, and an address alone is that of a person' '
	test_exit 2 crm timeline contact:1 --kind call,stge 2>err && grep "did you mean .stage" err &&
	test_exit 2 crm timeline contact:1 --kind opp,,call 2>err && grep "no kind" err &&
	test_output 1 sh -c "crm timeline ADA@acme.test --kind contact --no-header | wc -l" &&
	test_output Lin crm show lin@xi.test -o name --no-header &&
	crm history lin@xi.test >one && crm lead history 1 >two && test_cmp two one &&
	test_exit 3 crm timeline no@body.test 2>err && grep "nobody has the address" err
'

test_expect_success 'its bounds are days of the zone in use' '
	crm log call contact:2 Late done_at=2026-10-31T23:30:00Z &&
	no_complaints crm timeline contact:2 --kind call --no-header --from 2026-11 &&
	test_output Late crm timeline contact:2 --kind call --no-header -o subject \
		--from 2026-11 --tz Europe/Berlin &&
	test_exit 2 crm timeline contact:2 --from nonsense
'

test_expect_success 'other records have timelines, too, and deleted ones' '
	crm timeline lead:1 --no-header -o kind >out && grep "^email$" out && grep "^lead$" out &&
	crm timeline opp:1 -o kind --no-header >out && grep -c stage out &&
	crm timeline case:C-1 --no-header -o kind >out && grep case out &&
	crm contact delete 2 && crm timeline contact:2 >out && grep Late out &&
	test_exit 3 crm timeline contact:99 && test_exit 2 crm timeline 5 &&
	for format in table list json jsonl tsv; do
		crm timeline account:1 -F $format >out && test -s out || return 1
	done
'

test_expect_success 'show takes a record of any entity' '
	test_output Ada crm show contact:ada@acme.test -o name --no-header &&
	crm show opp:Deal case:C-1 --jsonl >out && test 2 = $(wc -l <out) &&
	test_exit 2 crm show opp:Deal contact:1 --csv && test_exit 3 crm show opp:99 &&
	test_exit 2 crm show && test_exit 2 crm show 1 && crm contact list --ids |
		sed "s/^/contact:/" | crm show - --jsonl >out && grep Ada out
'

test_expect_success 'log with many, from stdin, in one batch' '
	b=$(crm batch list -L 1 --ids) && n=$(crm activity count) &&
	printf "contact:1\naccount:1\n" | crm log email - "Invited" direction=out >ids &&
	test_output 2 sh -c "wc -l <ids" && test "$(crm batch list -L 1 --ids)" = "$((b + 1))" &&
	test_output "account:1
contact:1" crm activity list -w "subject = Invited" -s on -o on --no-header &&
	printf "contact:1\ncontact:99\n" >refs && test_exit 3 crm log note - x <refs &&
	printf "1\n" | test_exit 4 crm log note - x 2>err && grep "write contact:42" err &&
	no_complaints crm log note - x </dev/null &&
	echo contact:1 | test_exit 2 crm log note - x body=@- &&
	test "$(crm activity count)" = "$((n + 2))" &&
	printf "contact:1\naccount:1\n" | crm log email - "Again" --batch-key many >one &&
	printf "contact:1\naccount:1\n" | crm log email - "Again" --batch-key many -q >two && test_cmp one two &&
	printf "contact:1\n" | test_exit 5 crm log email - "Again" --batch-key many &&
	crm undo -q && crm undo -q && test "$(crm activity count)" = "$n"
'

test_done

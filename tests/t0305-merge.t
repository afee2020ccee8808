#!/bin/sh
test_description='merge: several records that are one thing become one'
. "$(dirname "$0")/lib/setup.sh"

# What CALL (a function) did is there; one undo takes it back, to the byte.
merged() {
	crm dump >before && "$1" && crm dump >after && ! cmp -s before after &&
	crm undo -q && crm dump >again && test_cmp before again
}

# Nothing was done.
refused() {
	status=$1 && shift && crm dump >before &&
	test_exit "$status" crm "$@" >out 2>err && crm dump >again &&
	test_cmp before again && test_must_be_empty out
}

one() {
	crm "$1" show "$2" -o "$3" --csv --no-header
}

test_expect_success 'customers, some of them twice' '
	crm init -q && crm user add login=bob && crm user add login=rob &&
	crm account add Acme website=https://acme.test phone="+49 30 1000" country=DE &&
	crm account add "Acme Ltd" industry=tools currency=USD annual_revenue=1000 tags=b &&
	crm account add "ACME Inc" industry=toys parent=2 city=Bonn tags="a,c" employees=7 &&
	crm account add Works parent=2 &&
	crm contact add "Ada Lovelace" tags=x owner=bob &&
	crm contact add "A. Lovelace" email=ada@acme.test phone="+49 30 1" tags="x,y" ext_id=erp:7 reports_to=1 &&
	crm contact add Ada email=ada@home.test phone=0049301 mobile="+49 170 5" title=Countess account=1 &&
	crm contact add Bo reports_to=2 referred_by=3 account=2 &&
	crm contact add Cy account=3
'

fields() {
	test_output 1 crm contact merge 1 2 3 2>err &&
	test_output "Ada Lovelace,ada@acme.test,+49 30 1,+49 170 5,Countess,erp:7,x;y,bob" \
	    one contact 1 name,email,phone,mobile,title,ext_id,tags,owner &&
	test_output "1,email,ada@home.test" crm address list -o id,kind,value --no-header &&
	test_output "2
3" crm contact list --deleted --ids -s id &&
	grep "^crm: 2 contacts merged into contact 1, 7 fields filled, 1 address added, 1 record refers to it now; undo with: crm undo [0-9]*$" err &&
	test_output "1,1" one contact 4 reports_to.id,referred_by.id &&
	test_output 1 crm contact list --ids -w "email = ada@home.test" &&
	test_output 1 crm contact list --ids --search countess
}

test_expect_success 'empty fields are filled in the order of the losers' '
	merged fields &&
	test_output 0 crm contact count --search "countess lovelace"
'

test_expect_success 'a loser comes back, unless the winner has what is unique' '
	crm contact merge 1 2 3 -q && crm contact restore 3 &&
	test_output "ada@home.test" one contact 3 email &&
	test_exit 5 crm contact restore 2 2>err && grep "taken by contact 1" err &&
	crm contact history 2 --no-header -o op >out && head -1 out | grep deleted &&
	crm undo -q && crm undo -q
'

accounts() {
	crm account merge 1 2 3 2>err && cat err &&
	test_output "Acme,tools,Bonn,7,USD,1000.00,a;b;c," \
	    one account 1 name,industry,city,employees,currency,annual_revenue,tags,parent &&
	test_output "3,4,5" echo "$(crm contact list -w account=1 --ids -s id | tr "\n" , | sed "s/,\$//")" &&
	test_output 1 one account 4 parent.id
}

test_expect_success 'references follow; nothing is above itself' '
	merged accounts
'

money() {
	crm account merge 1 2 3 -q && test_output "EUR,5.00" one account 1 currency,annual_revenue
}

test_expect_success 'an amount comes with its currency or not at all' '
	crm account set 1 currency=EUR &&
	crm account merge 1 2 -q && test_output "EUR," one account 1 currency,annual_revenue && crm undo -q &&
	crm account set 3 currency=EUR annual_revenue=5 && merged money
'

trees() {
	crm contact merge 2 4 -q && test_output 1 one contact 2 reports_to.id &&
	crm undo -q &&
	crm contact merge 1 2 -q && test_output 1, one contact 1 id,reports_to &&
	test_output 1 one contact 4 reports_to.id && crm undo -q &&
	crm contact merge 4 2 2>err && test_output 1 one contact 4 reports_to.id &&
	grep "1 reference to itself emptied" err && crm undo -q &&
	crm contact set 2 reports_to= && crm contact set 5 reports_to=4 && crm contact set 1 reports_to=5 &&
	crm contact merge 1 2 2>err && grep "1 reference to itself emptied" err &&
	test_output 4, one contact 4 id,reports_to && test_output 5 one contact 1 reports_to.id
}

test_expect_success 'who is above whom stays a tree' '
	trees && for i in 1 2 3 4; do crm undo -q || return 1; done
'

test_expect_success 'what people have: deals, cases, activities, audiences, days' '
	crm product add P && crm campaign add K &&
	crm opp add O account=2 contact=3 amount=5 &&
	crm opp add Gone account=2 contact=2 && crm opp delete Gone &&
	crm case add Help contact=3 account=2 &&
	crm activity add "Call it" on=contact:2 with="contact:3;contact:1" done_at=now &&
	crm audience add News && crm audience add Fair &&
	crm member add of=audience:1 on=contact:1 status=opened &&
	crm member add of=audience:1 on=contact:2 && crm member add of=audience:2 on=contact:2 &&
	crm member add of=audience:2 on=contact:3 &&
	crm relation add from=contact:1 to=contact:2 kind=friend &&
	crm relation add from=contact:2 to=contact:4 kind=child &&
	crm relation add from=contact:1 to=contact:4 kind=child &&
	crm occasion add on=contact:1 kind=birthday date=1815-12-10 &&
	crm occasion add on=contact:2 kind=birthday date=1815-12-10 &&
	crm occasion add on=contact:3 kind=birthday date=1816-12-10 &&
	crm address add on=contact:1 value=a@b.test && crm address add on=contact:2 value=A@B.test &&
	crm address add on=contact:3 kind=social value=ada_l &&
	crm field add account boss ref --ref contact && crm account set 4 boss=3
'

everything() {
	crm contact merge 1 3 2 2>err && cat err &&
	test_output 1 one opp 1 contact.id && test_output 1 one contact 1 account.id &&
	test_output 1 one opp 2 contact.id &&
	test_output "1,2" one case 1 contact.id,account.id &&
	test_output "contact:1" one activity 1 on && test_output "contact:1" one activity 1 with &&
	test_output "1,audience:1,opened
4,audience:2,targeted" crm member list -w "on = contact:1" -o id,of,status --no-header &&
	test_output 3 crm relation list --ids && test_output "1
3" crm occasion list --ids -w "on = contact:1" -s id &&
	test_output "a@b.test
ada_l
ada@acme.test" crm address list -w "on = contact:1" -o value --no-header &&
	test_output 1 one account 4 boss.id &&
	test_output 2026-11-22 one contact 1 last_activity &&
	grep ", 6 deleted, as they would be there twice" err &&
	crm doctor --csv --no-header >findings && grep "^search,ok," findings && ! grep -v "^[a-z_ ]*,ok," findings && engine_sound
}

test_expect_success 'all that refers to a loser refers to the winner' '
	merged everything
'

test_expect_success 'nothing refers to a loser afterwards but what went with it' '
	crm contact merge 1 2 3 -q && crm dump >out && grep -v "\"deleted_at\":" out >there &&
	! grep -E "\"(contact|boss|reports_to|referred_by)\":[23][,}]|contact:[23]\"" there &&
	crm undo -q
'

deals() {
	crm opp merge 1 2 -q &&
	test_output "O,10.00,USD,P,,x" one opp 1 name,amount,currency,product,probability,next_step &&
	test_output "On O" crm activity list -w "on = opp:1" -o subject --no-header
}

test_expect_success 'deals: the stage stays, and its chance' '
	crm opp restore Gone && crm opp set 1 amount=10 currency=USD && crm activity add "On O" on=opp:2 &&
	crm opp set 2 probability=80 amount=5 currency=EUR product=P next_step=x && crm opp move won 2 &&
	merged deals && test_output 2 crm stage_change list --no-header -o opp.id
'

users() {
	crm user merge bob rob -q && test_output bob one contact 5 owner.login &&
	test_output 1 crm user count -w "login in (bob, rob)"
}

test_expect_success 'users: what somebody had is taken over, by an admin' '
	crm contact set 5 owner=rob && merged users &&
	crm user restore rob 2>err; refused 7 --as bob user merge bob rob &&
	refused 7 user merge bob ada && grep "could not write" err
'

stages() {
	crm pipeline merge 1 2 2>err && test_output "1" crm pipeline list --ids &&
	test_output 1 one stage Demo pipeline.id && grep "1 record refers to it now, 1 deleted" err
}

test_expect_success 'pipelines: their stages come along, if no deal is in them' '
	crm pipeline add Next && crm stage add Demo pipeline=Next && crm stage add proposal pipeline=Next &&
	merged stages && crm opp set 1 stage=Demo pipeline=Next &&
	refused 5 pipeline merge 1 2 && grep "1 opportunity is in stages of pipeline 2" err && grep "^hint: move" err
'

number() {
	crm lead merge 1 2 3 -q && test_output "+49304711" one lead 1 phone &&
	test_output "mobile,+49 170 1
phone,+4930815" crm address list -w "on = lead:1" -o kind,value --no-header &&
	test_output 1 crm lead list --ids -w "phone = +4930815"
}

test_expect_success 'a number from abroad is still dialled right' '
	crm lead add A country=FR && crm lead add A country=DE phone="030 4711" &&
	crm lead add A phone="+49 30 4711" country=DE && crm address add on=lead:2 kind=mobile value="+49 170 1" &&
	crm address add on=lead:3 kind=phone value="030 815" && merged number
'

test_expect_success 'what can not be done is refused as a whole' '
	refused 4 contact merge 1 2 1 && grep "^crm: contact 1 can.t be merged into itself" err &&
	refused 3 contact merge 1 99 && refused 3 contact merge 99 1 &&
	refused 2 contact merge 1 && grep "^hint: name them" err && refused 2 contact merge &&
	crm contact delete 5 && refused 3 contact merge 1 5 && grep "^hint: it is deleted" err &&
	crm contact restore 5 &&
	for noun in stage stage_change field segment target rate; do
		refused 2 $noun merge 1 2 || return 1
	done &&
	crm user set bob role=readonly && refused 7 --as bob contact merge 1 2 &&
	refused 7 --as nobody contact merge 1 2 && crm user set bob role=rep
'

test_expect_success 'a dry run, from stdin, once with a key, quiet' '
	refused 0 contact merge 1 2 3 -n && grep "^crm: would be: 2 contacts merged into contact 1" err &&
	refused 0 contact merge 1 - </dev/null && test_must_be_empty err &&
	refused 3 --exit-status contact merge 1 - </dev/null &&
	crm contact list -w "id in (2, 3)" | crm contact merge ada@x - 2>err; grep "no contact" err &&
	test_output 1 crm contact merge "Ada Lovelace" - -q --batch-key k 2>err <<-E &&
	id
	2
	3
	2
	E
	test_must_be_empty err &&
	printf "id\n2\n3\n2\n" | test_output 1 crm contact merge "Ada Lovelace" - --batch-key k &&
	printf "id\n4\n" | test_exit 5 crm contact merge "Ada Lovelace" - --batch-key k &&
	test_output "2
3" crm contact list --deleted --ids -s id && crm undo -q
'

test_expect_success 'every format, as set prints it' '
	for format in csv tsv json jsonl table list ids; do
		crm contact merge 1 2 -q -F $format -o id,name >out &&
		crm contact list -w id=1 -q -F $format -o id,name >expected &&
		test_cmp expected out && crm undo -q || return 1
	done
'

test_expect_success 'hooks are asked' '
	mkdir -p .config/crm/hooks && hook=.config/crm/hooks/pre-delete &&
	cat >$hook <<-EOF && chmod 700 $hook &&
	#!/bin/sh
	cat >>"$PWD/asked"
	exit 1
	EOF
	refused 7 contact merge 1 2 && grep "\"pre-delete\",\"entity\":\"contact\",\"id\":2" asked && rm $hook &&
	crm contact merge 1 2 -q && crm undo -q
'

test_done

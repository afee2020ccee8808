#!/bin/sh
test_description='the lifecycle of customers follows what happens'
. "$(dirname "$0")/lib/setup.sh"

lifecycle() {
	crm contact show "$1" --csv --no-header \
		-o lifecycle,qualified_on,first_bought,last_bought,last_activity
}

test_expect_success 'who is new is a prospect' '
	crm init -q && crm account add Acme && crm contact add Ada account=Acme &&
	crm contact add Bob account=Acme && crm contact add Cy &&
	test_output "prospect,,,," lifecycle Ada
'

test_expect_success 'contact alone is not enough, nor is a need' '
	crm log call contact:Ada Hello done_at=2026-11-10T10:00:00Z &&
	test_output "prospect,,,,2026-11-10" lifecycle Ada &&
	crm opp add Small contact=Cy opened=2026-11-11 &&
	test_output "prospect,,,," lifecycle Cy
'

test_expect_success 'both are: the later day counts' '
	crm opp add Deal contact=Ada account=Acme opened=2026-11-12 &&
	test_output "potential,2026-11-12,,,2026-11-10" lifecycle Ada &&
	crm log meeting contact:Cy Hi done_at=2026-11-20T10:00:00Z with=contact:Bob &&
	test_output "potential,2026-11-20,,,2026-11-20" lifecycle Cy &&
	test_output "prospect,,,,2026-11-20" lifecycle Bob &&
	test_output potential crm account show Acme -o lifecycle --no-header
'

test_expect_success 'who buys is active, and who does not any more is inactive' '
	crm opp win --on 2026-11-15 Deal &&
	test_output "active,2026-11-12,2026-11-15,2026-11-15,2026-11-10" lifecycle Ada &&
	test_output 1 crm contact count -w "lifecycle = active" &&
	test_output 0 crm contact count -w "lifecycle = active" --now 2027-11-16 &&
	test_output 1 crm contact count -w "lifecycle = inactive" --now 2027-11-16 &&
	test_output 1 crm contact count -w "lifecycle = active" --now 2027-11-15 &&
	crm config set company.inactive-after=30 -q &&
	test_output 1 crm contact count -w "lifecycle = inactive" --now 2026-12-31
'

test_expect_success 'a deal that names nobody is that of all at the account' '
	crm opp set Deal contact= &&
	test_output "active,2026-11-20,2026-11-15,2026-11-15,2026-11-20" lifecycle Bob &&
	test_output "active,2026-11-12,2026-11-15,2026-11-15,2026-11-10" lifecycle Ada &&
	test_output 2 crm contact count -w "lifecycle = active" &&
	crm contact set Bob account= && test_output 1 crm contact count -w "lifecycle = active" &&
	crm contact set Bob account=Acme && test_output 2 crm contact count -w "lifecycle = active"
'

test_expect_success 'what is taken back counts no more' '
	crm opp move Proposal Deal && test_output 0 crm contact count -w "first_bought is not null" &&
	crm undo -q && test_output 2 crm contact count -w "first_bought is not null" &&
	crm opp delete Deal && test_output 0 crm account count -w "last_bought is not null" &&
	crm opp restore Deal && test_output 1 crm account count -w "last_bought is not null" &&
	crm activity delete 1 &&
	no_complaints crm contact show Ada --template "{last_activity}"
'

last() {
	crm "$1" show "$2" -o last_activity --no-header
}

test_expect_success 'what is done on a deal or a case is done with whom it names' '
	crm account add Bit && crm contact add Dee account=Bit && crm contact add Eve account=Bit &&
	crm opp add Big contact=Dee account=Bit opened=2026-11-01 &&
	crm case add Broken contact=Eve &&
	crm log call opp:Big "About the price" done_at=2026-11-05T10:00:00Z &&
	test_output "potential,2026-11-05,,,2026-11-05" lifecycle Dee &&
	test_output 2026-11-05 last account Bit && test_output 2026-11-05 last opp Big &&
	test_output "\"\"" last contact Eve &&
	id=$(crm log call case:C-1 "How to mend it" done_at=2026-11-07T10:00:00Z) &&
	test_output 2026-11-07 last contact Eve && test_output 2026-11-07 last account Bit &&
	crm case set C-1 contact=Dee -q && test_output "\"\"" last contact Eve &&
	test_output 2026-11-07 last contact Dee &&
	crm case delete C-1 && test_output 2026-11-05 last contact Dee &&
	crm undo -q && test_output 2026-11-07 last contact Dee &&
	crm activity set $id done_at= && test_output 2026-11-05 last contact Dee &&
	crm opp set Big contact=Eve account= && test_output 2026-11-05 last contact Eve &&
	test_output "\"\"" last contact Dee && test_output "\"\"" last account Bit &&
	crm undo -q && crm undo -q && test_output 2026-11-07 last account Bit &&
	crm lead add Lin && crm log call opp:Big Too with=lead:Lin done_at=2026-11-09T10:00:00Z &&
	test_output 2026-11-09 last lead Lin && crm doctor >out
'

test_expect_success 'new people at an account that bought are customers' '
	crm opp set Big contact= && crm opp win --on 2026-11-08 Big &&
	crm contact add Fay account=Bit && test_output 2026-11-08 \
		crm contact show Fay -o last_bought --no-header &&
	printf "name,account\nGus,Bit\nHal,\nIda,Bit\n" | crm contact import - -q &&
	test_output "Gus
Ida" crm contact list -w "last_bought = 2026-11-08 and id > 6" -o name --no-header &&
	crm undo -q && crm undo -q && crm undo -q && crm doctor >out
'

test_expect_success 'nobody sets it, and it is no change of the record' '
	test_exit 7 crm contact set Ada lifecycle=active &&
	test_exit 7 crm contact set Ada last_bought=2026-01-01 &&
	test_output 1 crm contact show Ada -o rev --no-header &&
	crm contact history Ada -o field --no-header >out && ! grep bought out
'

test_expect_success 'imports of deals, of people and of activities' '
	{ echo name,account,contact,stage,won_on,opened; for i in $(seq 3000); do
		echo "D$i,Acme,Cy,Won,2026-0$((i % 9 + 1))-01,2026-01-01"; done; } >opps.csv &&
	crm opp import opps.csv -q && test_output "2026-01-01,2026-09-01" \
		crm contact show Cy --csv --no-header -o first_bought,last_bought &&
	crm undo -q && no_complaints crm contact show Cy --template "{first_bought}" &&
	{ echo subject,on,done_at; for i in $(seq 3000); do
		echo "A$i,contact:Cy,2025-01-0$((i % 9 + 1))T10:00:00Z"; done; } >acts.csv &&
	crm activity import acts.csv -q && crm undo -q &&
	test_output 2026-11-20 crm contact show Cy -o last_activity --no-header
'

test_done

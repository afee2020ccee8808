#!/bin/sh
test_description='saved filters, used in others'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'people and segments' '
	crm init -q && crm account add Acme country=DE employees=500 && crm account add Bit country=US &&
	crm contact add Ada account=Acme country=DE && crm contact add Bob account=Bit country=DE &&
	crm contact add Cy account=Acme country=FR owner=none &&
	test_output 1 crm segment add big entity=accounts "filter=employees >= 100" &&
	crm segment add german entity=contact "filter=country = DE or country = AT" &&
	crm segment add key entity=contact "filter=segment = german and account.segment = big" &&
	test_output account crm segment show big -o entity --no-header
'

test_expect_success 'a segment stands for its filter, in brackets' '
	test_output "Ada
Bob" crm contact list -s name --no-header -o name -w "segment = german" &&
	test_output Ada crm contact list --no-header -o name -w "segment = german and account.employees > 1" &&
	test_output Ada crm contact list --no-header -o name -w "segment = key" &&
	test_output Cy crm contact list --no-header -o name -w "segment != german" &&
	test_output Cy crm contact list --no-header -o name -w "not segment = german" &&
	test_output 3 crm contact count -w "segment in (german, key) or country = FR" &&
	test_output 1 crm contact count -w "segment = german" -w "segment = key"
'

test_expect_success 'through paths, and quantified' '
	test_output "Ada
Cy" crm contact list -s name --no-header -o name -w "account.segment = big" &&
	test_output 2 crm account count -w "any(contacts, segment = german)" &&
	test_output 1 crm account count -w "contacts.segment = key" &&
	test_output 1 crm account count -w "count(contacts, segment = german) = 1 and segment = big"
'

test_expect_success 'me and today are those of the moment' '
	crm segment add mine entity=contact "filter=owner = me and created_at = today" &&
	test_output 2 crm contact count -w "segment = mine" &&
	test_output 0 crm contact count -w "segment = mine" --now 2026-11-30 &&
	crm user add login=eve && test_output 0 crm contact count -w "segment = mine" --as eve
'

test_expect_success 'what is wrong is said where it is' '
	test_exit 4 crm segment add x entity=contact "filter=contry = DE" 2>err &&
	grep "filter: unknown field .contry." err && grep "did you mean .country" err &&
	test_exit 4 crm segment add x entity=nothing "filter=id=1" &&
	test_exit 4 crm segment add x entity=contact "filter=(" &&
	test_exit 4 crm segment set german "filter=segment = key" 2>err && grep "asks for itself" err &&
	test_exit 2 crm contact list -w "segment = germn" 2>err && grep "did you mean .german" err &&
	test_exit 2 crm contact list -w "segment = big" 2>err && grep "no segment .big. of contacts" err &&
	test_exit 2 crm contact list -w "segment ~ g" && test_exit 2 crm contact list -w "segment is null" &&
	test_exit 2 crm contact list -o segment && test_exit 2 crm contact list -s segment
'

test_expect_success 'one that is gone, or no longer right, is named' '
	crm segment delete german 2>err &&
	grep "segment .key. asks for segment .german., and won.t find it" err && test_exit 2 crm contact list -w "segment = key" 2>err &&
	grep "segment .key.: there is no segment .german." err && crm segment restore german &&
	crm field add contact shoe int && crm segment add feet entity=contact "filter=shoe > 40" &&
	crm field delete shoe && test_exit 2 crm contact count -w "segment = feet" 2>err &&
	grep "segment .feet.: unknown field .shoe." err
'

test_expect_success 'a name is taken once for an entity, and who asks for it is told of' '
	test_exit 5 crm segment add "GERMAN" entity=contact "filter=id = 1" 2>err && grep "taken by segment 2" err &&
	id=$(crm segment add german entity=account "filter=country = DE") &&
	test_output 1 crm account count -w "segment = german" && test_output 2 crm contact count -w "segment = german" &&
	crm segment delete $id 2>err && crm segment set german name=deutsch 2>err && grep "segment .key. asks for" err &&
	crm undo -q && crm segment set german notes=x 2>err && test_must_be_empty err &&
	crm segment set key "filter=segment = 2" && crm segment set german name=deutsch 2>err && test_must_be_empty err &&
	test_output 2 crm contact count -w "segment = key" && crm undo -q && crm undo -q
'

test_expect_success 'a territory has a filter of accounts, a campaign a segment' '
	test_exit 4 crm territory add North "filter=nonsense = 1" &&
	crm territory add North "filter=segment = big" &&
	crm campaign add Mail segment=german && test_output german crm campaign show Mail \
		-o segment.name --no-header && test_output 1 crm campaign count -w "segment = german"
'

test_expect_success 'names are completed' '
	crm complete -- contact list -w "segment=ge" >out && grep "segment=german" out &&
	crm complete -- contact list -w "seg" >out && grep "^segment=" out
'

test_done

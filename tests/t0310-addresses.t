#!/bin/sh
test_description='further addresses: found by them, in references and filters'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'people, and the other ways to reach them' '
	crm init -q && crm config set company.country=DE -q &&
	crm account add Acme phone="+49 30 1000" &&
	crm contact add "Ada Lovelace" email=ada@acme.test account=Acme &&
	crm contact add "Bob Byte" email=bob@acme.test mobile="0170 1111111" &&
	crm contact add Cy && crm lead add Dan phone="030 4444" &&
	crm address add on=contact:1 value=Old@Ada.test &&
	crm address add on=contact:2 kind=mobile value="0171 2222222" &&
	crm address add on=account:1 kind=phone value="030 2000" &&
	crm address add on=lead:1 kind=mobile value="+49 172 3333333" &&
	crm address add on=contact:3 kind=social value=old@ada.test
'

test_expect_success 'a reference names a record by a further e-mail address' '
	test_output "Ada Lovelace" crm contact show old@ada.test -o name --csv --no-header &&
	test_output 5 crm address list --ids -w "on = contact:3" &&
	test_exit 3 crm lead show old@ada.test 2>err &&
	test_exit 3 crm account show old@ada.test 2>err
'

test_expect_success 'an equal e-mail address is one of all that somebody has' '
	test_output 1 crm contact list --ids -w "email = OLD@ada.test" &&
	test_output 1 crm contact list --ids -w "email = ada@acme.test" &&
	test_output "1
2" crm contact list --ids -s id -w "email in (old@ada.test, bob@acme.test)" &&
	test_output "1
2" crm contact list --ids -s id -w "email = old@ada.test or email = bob@acme.test" &&
	test_output "2
3" crm contact list --ids -s id -w "email != old@ada.test" &&
	test_output "2
3" crm contact list --ids -s id -w "not email = old@ada.test" &&
	test_output 0 crm lead count -w "email = old@ada.test"
'

test_expect_success 'so it is through references, to one and to many' '
	test_output 1 crm account list --ids -w "contacts.email = old@ada.test" &&
	test_output 1 crm account list --ids -w "any(contacts, email = old@ada.test)" &&
	test_output 1 crm contact list --ids -w "account.phone = +49302000" &&
	test_output "2
3" crm contact list --ids -s id -w "account.phone != +49302000" &&
	test_output "2
3" crm contact list --ids -s id -w "not account.phone = +49302000"
'

test_expect_success 'phones: by their numbers, with the country of the company' '
	test_output 1 crm account list --ids -w "phone = '\''030 2000'\''" &&
	test_output 1 crm account list --ids -w "phone = 0049302000" &&
	test_output 2 crm contact list --ids -w "mobile = +491712222222" &&
	test_output 2 crm contact list --ids -w "mobile = +491701111111" &&
	test_output 1 crm lead list --ids -w "phone = '\''0172 3333333'\''" &&
	test_output 2 crm contact list --ids -w "phone = +491712222222" &&
	test_output 0 crm account count -w "phone = +491712222222"
'

test_expect_success 'to the letter, and parts, are of the main address alone' '
	test_output 0 crm contact count -w "email == Old@Ada.test" &&
	test_output 0 crm contact count -w "email ~ old" &&
	test_output 1 crm contact count -w "email is null"
'

test_expect_success 'the keys of numbers follow the country of the company' '
	crm config set company.country=FR -q &&
	test_output 1 crm account list --ids -w "phone = +33302000" &&
	test_output 0 crm account count -w "phone = +49302000" &&
	crm undo -q && test_output 1 crm account count -w "phone = +49302000"
'

test_expect_success 'a number is dialled as where its owner is' '
	crm contact set 3 country=France -q &&
	crm address add on=contact:3 kind=phone value="01 23 45" &&
	test_output 3 crm contact list --ids -w "phone = +3312345" &&
	test_output 3 crm contact list --ids -w "phone = '\''01 2345'\''" &&
	test_output FR crm address list -w "on = contact:3 and kind = phone" -o country --no-header &&
	crm contact set 3 country=IT -q &&
	test_output 3 crm contact list --ids -w "phone = +39012345" &&
	test_output 0 crm contact count -w "phone = +3312345" &&
	crm undo -q && test_output 3 crm contact list --ids -w "phone = +3312345" &&
	crm address set 6 on=lead:1 -q && test_output 1 crm lead list --ids -w "phone = +4912345" &&
	test_output 0 crm contact count -w "phone = +3312345" &&
	crm undo -q && test_output 3 crm contact list --ids -w "phone = +3312345" &&
	crm contact set 3 country= -q &&
	test_output 3 crm contact list --ids -w "phone = +4912345" &&
	test_exit 7 crm address set 6 country=DE &&
	crm doctor >out || { cat out; false; }
'

test_expect_success 'the doctor sees and mends a country that is not that of the owner' '
	engine_sql "UPDATE address SET country = '\''FR'\'' WHERE id = 6" &&
	test_exit 1 crm doctor >out && grep "^keys,found,1 address" out &&
	crm doctor --fix >out && test_output 3 crm contact list --ids -w "phone = +4912345" &&
	crm doctor
'

test_expect_success 'who is found by it can be changed, deleted, restored' '
	crm contact set -w "email = old@ada.test" title=Countess -q &&
	test_output Countess crm contact show 1 -o title --csv --no-header &&
	crm contact delete -w "email = old@ada.test" -q &&
	test_output 0 crm contact count -w "email = old@ada.test" &&
	test_output 1 crm contact list --deleted --ids -w "email = old@ada.test" &&
	crm contact restore -w "email = old@ada.test" -q &&
	crm address delete 1 -q &&
	test_output 0 crm contact count -w "email = old@ada.test" &&
	test_exit 3 crm contact show old@ada.test
'

test_done

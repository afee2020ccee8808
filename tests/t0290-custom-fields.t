#!/bin/sh
test_description='fields that a company adds'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'one of every type' '
	crm init -q && crm account add Acme &&
	test_output 1 crm field add contact shoe_size int --default 42 &&
	for type in text long decimal percent money bool date time email phone \
		url link
	do
		crm field add contact "my_$type" $type || return 1
	done &&
	crm field add contact color choice --choices red,green,blue &&
	crm field add contact partner ref --ref accounts &&
	test_output 15 crm field count -w entity=contact &&
	test_output "contact,partner,ref,account" crm field show partner \
		-o entity,name,type,ref --csv --no-header
'

test_expect_success 'a record has them at once, in every verb and format' '
	id=$(crm contact add Ada my_text=t my_long="a
b" my_decimal=1.5 my_percent=12.5% my_money=10.50 my_bool=yes \
		my_date=2026-01-02 my_time=2026-01-02T03:04:05Z \
		my_email=Ada@X.test my_phone="+49 30 1" my_url=https://x.test/ \
		my_link=account:Acme color=GREEN partner=acme) &&
	crm contact show $id --jsonl \
		-o shoe_size,my_decimal,my_percent,my_money,my_bool,color,partner,my_link >out &&
	expect_file out <<-\EOF2 &&
	{"shoe_size":42,"my_decimal":1.5,"my_percent":12.5,"my_money":10.50,"my_money_minor":1050,"my_bool":true,"color":"green","partner":{"id":1,"name":"Acme"},"my_link":"account:1"}
	EOF2
	test_output "Ada,42,green,Acme" crm contact list --csv --no-header \
		-o name,shoe_size,color,partner.name &&
	crm contact set $id shoe_size=44 &&
	test_output "changed,shoe_size,42,44" crm contact history $id --csv \
		--no-header -o op,field,old,new -L 1 2>/dev/null ||
	crm contact history $id --csv --no-header -o op,field,old,new |
		grep "^changed,shoe_size,42,44$"
'

test_expect_success 'filters know them, and the way back' '
	test_output 1 crm contact list --ids -w "shoe_size > 43" &&
	test_output 1 crm contact list --ids -w "my_email = ada@x.TEST" &&
	test_output 1 crm contact list --ids -w "my_phone = +49301" &&
	test_output 1 crm contact list --ids -w "partner = acme and color in (red, green)" &&
	test_output 1 crm contact list --ids -w "my_date < today and my_money = 10.50" &&
	test_output 1 crm contact list --ids -w "my_link.account.name = Acme" &&
	test_output 1 crm account list --ids -w "any(contacts_by_partner, color=green)" &&
	test_exit 2 crm contact list -w "colour = red" 2>err && grep "did you mean .color" err &&
	test_exit 2 crm contact list -w "color = gren" 2>err && grep "did you mean .green" err
'

test_expect_success 'values are checked like those of other fields' '
	test_exit 4 crm contact set 1 shoe_size=big &&
	test_exit 4 crm contact set 1 color=pink 2>err && grep "red, green, blue" err &&
	test_exit 4 crm contact set 1 my_email=no &&
	test_exit 3 crm contact set 1 partner=Nobody &&
	crm field add account vat text --unique && crm account set Acme vat=X1 &&
	test_exit 5 crm account add Bit vat=X1 2>err && grep "taken by account 1" err &&
	crm account delete Acme && crm account add Bit vat=X1 &&
	test_exit 5 crm account restore 1 && crm undo -q && crm undo -q
'

test_expect_success 'what can not be a field is refused' '
	test_exit 5 crm field add contact name && test_exit 5 crm field add contact opps &&
	test_exit 5 crm field add contact color &&
	test_exit 4 crm field add contact Shoe && test_exit 4 crm field add contact 1x &&
	for word in and or not old segment; do
		test_exit 4 crm field add contact $word 2>err &&
		grep "hint: .*our_$word" err || return 1
	done &&
	test_exit 5 crm field add campaign segment &&
	test_exit 4 crm field add contct x && test_exit 4 crm field add field x &&
	test_exit 4 crm field add contact x nothing &&
	test_exit 4 crm field add contact x choice &&
	test_exit 4 crm field add contact x int --choices a,b &&
	test_exit 4 crm field add contact x ref &&
	test_exit 4 crm field add contact x ref --ref nobody &&
	test_exit 4 crm field add contact x int --default many &&
	test_exit 2 crm field add contact &&
	test_output 16 crm field count
'

test_expect_success 'what a field is stays, what it says may change' '
	test_exit 7 crm field set color type=text &&
	test_exit 7 crm field set color entity=account &&
	test_exit 7 crm field set color name=colour &&
	test_exit 5 crm field set color "choices=red;blue" 2>err && grep "1 record has .green" err &&
	crm field set color "choices=red;green;black" help="of the hat" &&
	crm contact set 1 color=black && crm contact set 1 color=green &&
	crm undo -q && crm undo -q
'

test_expect_success 'sensitive ones are shown only when they are named' '
	crm field add contact faith text --sensitive && crm contact set 1 faith=none &&
	crm contact show 1 --csv >out && ! grep faith out && crm contact export >out &&
	! grep faith out && test_output none crm contact show 1 -o faith --no-header &&
	crm contact export -o "*" | grep faith
'

test_expect_success 'a deleted field is out of sight, and comes back with its values' '
	crm field delete shoe_size && test_exit 2 crm contact list -o shoe_size &&
	test_exit 2 crm contact set 1 shoe_size=1 &&
	test_exit 5 crm field add contact shoe_size 2>err && grep "field restore 1" err &&
	crm contact set 1 title=Dr && crm field restore shoe_size &&
	test_output 44 crm contact show 1 -o shoe_size --no-header
'

test_expect_success 'undo of values, of fields, and of that' '
	crm contact set 1 shoe_size=45 && b=$(crm batch list -L 1 -o id --no-header) &&
	crm field delete shoe_size &&
	test_exit 5 crm undo $b 2>err && grep "custom field .shoe_size. of contact, which is gone" err &&
	grep "crm field restore 1" err && crm undo -q && crm undo -q $b &&
	test_output 44 crm contact show 1 -o shoe_size --no-header &&
	crm field add opp region text && crm opp add Deal region=north &&
	n=$(crm batch list -w 2>/dev/null; crm batch list -L 2 -o id --no-header | tail -1) &&
	crm undo -q $n && test_exit 2 crm opp list -o region &&
	crm undo -q $(crm batch list -L 1 -o id --no-header) &&
	test_output north crm opp list -o region --no-header
'

test_expect_success 'a dry run and a failure leave no field' '
	crm -n -q field add account size int && test_exit 2 crm account list -o size &&
	test_exit 4 crm field add account size int --default x &&
	test_exit 2 crm account list -o size && crm field add account size int
'

test_expect_success 'import, by name, into many records at once' '
	{ echo "name,Shoe Size,color,partner"
	  for i in $(seq 1500); do echo "P$i,$((i % 50)),red,Bit"; done; } >in.csv &&
	crm account add Bit && crm contact import in.csv 2>err && grep "1500 added" err &&
	test_output 30 crm contact count -w "shoe_size=7 and partner=Bit" &&
	crm contact export >all.csv && crm contact import all.csv --mode upsert --key id 2>err &&
	grep "0 added, 0 updated, 1501 unchanged, 0 rejected" err &&
	crm undo -q && test_output 1 crm contact count
'

test_expect_success 'the same from another process that runs on' '
	for i in 1 2 3 4 5 6 7 8; do
		crm field add opp "par_$i" int & crm contact add "Par $i" &
	done >/dev/null; wait;
	test_output 8 crm field count -w "name ^= par_" &&
	test_output 9 crm contact count && crm opp set Deal par_8=8
'

test_done

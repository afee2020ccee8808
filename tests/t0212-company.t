#!/bin/sh
test_description='settings of the company: in the database, undone as any change'
. "$(dirname "$0")/lib/setup.sh"

crm init -q --country Germany && crm user add login=bob >/dev/null || exit 1

last() { crm batch list -L 1 -o id --no-header; }

test_expect_success 'they are set, logged, undone and done again' '
	crm config set company.currency=chf company.year-start=4 && n=$(last) &&
	test_output CHF crm config get company.currency &&
	test_output "config,set,2" crm batch list -L 1 -o noun,verb,updated --no-header &&
	crm batch show $n -o entity,op,old --no-header >out && grep "setting,removed,EUR" out &&
	crm undo $n 2>err && grep "2 changed back" err &&
	test_output EUR crm config get company.currency &&
	crm undo $(last) -q && test_output CHF crm config get company.currency &&
	crm config set company.currency=USD && test_exit 5 crm undo $n 2>err &&
	grep "later batch" err && crm undo -q && crm undo -q $n &&
	test_output 1 crm config get company.year-start
'

test_expect_success 'unset is the built-in one again' '
	crm config set company.inactive-after=90 &&
	test_output company.inactive-after,90,database \
		crm config get company.inactive-after --csv --show-origin --no-header &&
	crm config unset company.inactive-after &&
	test_output company.inactive-after,365,built-in \
		crm config get company.inactive-after --csv --show-origin --no-header
'

test_expect_success 'what is unchanged leaves no trace' '
	n=$(last) && crm config set company.currency=eur && test_output "$n" last &&
	crm config set company.zone=Asia/Tokyo -n && test_output UTC crm config get company.zone &&
	crm config set company.week-start=7 --batch-key w && n=$(last) &&
	crm config set company.week-start=7 --batch-key w 2>err && grep "done already" err &&
	test_output "$n" last && test_exit 5 crm config set company.week-start=1 --batch-key w
'

test_expect_success 'each is checked' '
	for wrong in currency=EURO zone=Mars/Olympus country=Atlantis year-start=13 \
		week-start=0 week-start=x inactive-after=0 currency=
	do
		test_exit 4 crm config set company.$wrong 2>err && grep "^hint: write" err || return 1
	done &&
	test_exit 2 crm config set company.curency=EUR 2>err && grep "company.currency" err
'

test_expect_success 'only an admin sets them, and takes them back' '
	test_exit 7 crm --as bob config set company.zone=UTC 2>err &&
	grep "only an admin may change the company" err &&
	crm config set company.zone=Europe/Berlin 2>err && grep "days that are kept stay" err &&
	test_exit 7 crm --as bob undo && crm undo -q &&
	test_output UTC crm --as bob config get company.zone
'

test_expect_success 'the zone is that of today' '
	(unset CRM_TZ && export CRM_NOW=2026-11-22T23:30:00Z &&
	crm config set -q company.zone=Asia/Tokyo && crm opp add A >id &&
	test_output 2026-11-23 crm opp show A -o opened --no-header) &&
	crm opp delete A && crm config set -q company.zone=UTC
'

test_expect_success 'amounts that name no currency want a yes' '
	crm account add Acme annual_revenue=1200.50 currency= &&
	test_exit 7 crm config set company.currency=CHF 2>err &&
	grep "1 record that names no currency would be in CHF" err && grep "hint: give --yes" err &&
	crm config set -y company.currency=CHF && crm undo -q &&
	test_exit 5 crm config set -y company.currency=JPY 2>err && grep "other decimals" err &&
	grep "hint: give them one before: currency=EUR" err &&
	crm account set Acme currency=EUR && crm config set company.currency=JPY &&
	crm config set company.currency=EUR
'

phone() { test_output "$1" crm contact count -w "phone='$2'"; }

test_expect_success 'a phone is of its own country, else of the company'\''s' '
	crm contact add Here phone="030 123456" &&
	crm contact add There phone="01 234567" country=AT &&
	crm contact add Nowhere phone="01 234567" country=Atlantis &&
	phone 1 "+49 30 123456" && phone 1 "0049 (30) 123456" && phone 1 "030 123456" &&
	phone 1 "+43 1 234567" && phone 2 "01 234567" && phone 0 "+49 1 234567" &&
	test_output 2 crm contact count -w "phone in (030123456, +431234567)" &&
	test_output 2 crm contact count -w "phone != 030123456" &&
	crm contact set There country=CH && phone 1 "+41 1 234567" && phone 0 "+43 1 234567" &&
	crm contact set There country=AT
'

test_expect_success 'another country makes their keys anew, undo as well' '
	rev=$(crm contact show Here -o rev --no-header) &&
	crm config set company.country=FR && phone 1 "+33 30 123456" && phone 0 "+49 30 123456" &&
	phone 1 "030 123456" && phone 1 "+43 1 234567" &&
	crm config unset company.country && phone 0 "+33 30 123456" && phone 1 030123456 &&
	crm undo -q && phone 1 "+33 30 123456" && crm undo -q && phone 1 "+49 30 123456" &&
	test_output "$rev" crm contact show Here -o rev --no-header
'

test_expect_success 'an import finds a record by its phone, wherever it is' '
	printf "phone,country,title\n01 234567,Austria,x\n+49 30 123456,,y\n" >in.csv &&
	crm contact import in.csv --key phone --mode update &&
	test_output x crm contact show There -o title --no-header &&
	test_output y crm contact show Here -o title --no-header
'

test_done

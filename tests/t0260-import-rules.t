#!/bin/sh
test_description='what import refuses rather than guess at, and what it says'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1

# refused NOUN FILE [OPTION...]: rows are refused; what is said is in err.
refused() {
	noun=$1
	shift
	test_exit 4 crm "$noun" import "$@" 2>err
}

# says LINE...: err holds exactly these lines, each.
says() {
	for line in "$@"; do
		grep -Fx -e "$line" err || {
			cat err >&2
			return 1
		}
	done
}

test_expect_success 'a number that could be two is refused' '
	cat >n.csv <<-\EOF &&
	name,amount
	a,"1,234"
	b,"1,234,567"
	c,"1,234.50"
	d,"-12,500"
	e,1 234
	EOF
	refused opp n.csv &&
	says "n.csv:2: amount: '\''1,234'\'' may be 1234 or 1.234" \
		"hint: say which sign is the decimal point: --decimal . or --decimal ," \
		"n.csv:5: amount: '\''-12,500'\'' may be -12500 or -12.500" &&
	grep "^crm: 5 rows: 3 added, .* 2 rejected" err
'

test_expect_success 'unless it is said which sign is the decimal point' '
	crm opp import n.csv --decimal . &&
	test_output "1234.00
1234567.00
1234.50
-12500.00
1234.00" crm opp list -o amount --no-header -s id &&
	printf "[import]\n\tdecimal = .\n" >dot.map &&
	crm opp import n.csv --map dot.map -n &&
	printf "code,name,price\np,P,\"1,234\"\n" >p.csv &&
	refused product p.csv &&
	crm product import p.csv --decimal , &&
	test_output 1.234 crm product show p -o price --no-header
'

test_expect_success 'numbers that are too large or too fine' '
	cat >n.csv <<-\EOF &&
	name,amount,currency
	a,100.555,
	b,100.5,JPY
	c,99999999999999,
	d,9999999999999999,JPY
	e,0.0005,KWD
	f,12x,
	EOF
	refused opp n.csv &&
	says "n.csv:2: amount: '\''100.555'\'' has more than 2 decimals: EUR has 2" \
		"n.csv:3: amount: '\''100.5'\'' is not a whole number: JPY has no decimals" \
		"n.csv:4: amount: '\''99999999999999'\'' is too large" \
		"hint: it may be 9000000000000.00 at most" \
		"n.csv:5: amount: '\''9999999999999999'\'' is too large" \
		"hint: it may be 900000000000000 at most" \
		"n.csv:6: amount: '\''0.0005'\'' has more than 3 decimals: KWD has 3" \
		"n.csv:7: amount: '\''12x'\'' is not a number"
'

test_expect_success 'the same of numbers that are typed' '
	test_exit 4 crm product add P code=q price=12.34567 2>err &&
	says "crm: price: '\''12.34567'\'' has more than 4 decimals" &&
	test_exit 4 crm product add P code=q price=99999999999999 2>err &&
	says "crm: price: '\''99999999999999'\'' is too large" &&
	test_exit 4 crm opp add X amount=1.005 2>err &&
	says "crm: amount: '\''1.005'\'' has more than 2 decimals: EUR has 2" &&
	test_exit 4 crm account add X employees=1.5 2>err &&
	says "crm: employees: '\''1.5'\'' is not a whole number" &&
	test_exit 4 crm account add X employees=9999999999999999 2>err &&
	says "crm: employees: '\''9999999999999999'\'' is too large"
'

test_expect_success 'days of a stage that is another, or to come' '
	cat >w.csv <<-\EOF &&
	name,stage,won_on,lost_on,stage_since
	a,Proposal,2026-01-01,,
	b,Won,,2026-01-01,
	c,Lost,2026-01-01,,
	d,Won,2026-11-23,,
	e,Lost,,2026-11-23,
	f,Proposal,,,2026-11-23
	g,Won,2026-11-22,,2026-11-22
	h,Lost,,2026-11-01,
	i,Proposal,,,2026-11-01
	j,Won,,,
	EOF
	refused opp w.csv &&
	says "w.csv:2: won_on: stage '\''Proposal'\'' is not one of won deals" \
		"w.csv:3: lost_on: stage '\''Won'\'' is not one of lost deals" \
		"w.csv:4: won_on: stage '\''Lost'\'' is not one of won deals" \
		"hint: leave won_on empty, or give the stage it was won in" \
		"w.csv:5: won_on: 2026-11-23 is yet to come" \
		"w.csv:6: lost_on: 2026-11-23 is yet to come" \
		"w.csv:7: stage_since: 2026-11-23 is yet to come" &&
	grep "^crm: 10 rows: 4 added, .* 6 rejected" err
'

test_expect_success 'a move by import clears the day of the other stage' '
	printf "ext_id,name,stage,won_on\nx:1,W,Won,2026-10-01\n" |
	crm opp import - &&
	printf "ext_id,stage,lost_on\nx:1,Lost,2026-10-05\n" |
	crm opp import - --mode update &&
	test_output ",2026-10-05,2026-10-05" crm opp show ext:x:1 --csv \
		--no-header -o won_on,lost_on,stage_since &&
	printf "ext_id,stage\nx:1,Proposal\n" |
	crm opp import - --mode update &&
	test_output "," crm opp show ext:x:1 --csv --no-header -o won_on,lost_on
'

test_expect_success 'a file of a header alone: nothing, and that is said' '
	printf "name,email\n" >h.csv &&
	crm contact import h.csv 2>err &&
	says "crm: 0 rows: 0 added, 0 updated, 0 unchanged, 0 rejected" &&
	crm contact import h.csv --ids >out 2>err && test_must_be_empty out &&
	no_complaints crm -q contact import h.csv
'

test_expect_success 'days: the hint names a format that fits' '
	cat >d.csv <<-\EOF &&
	name,opened
	a,01.02.2020
	b,31.10.2026
	c,10/31/2026
	d,2020/1/2
	e,1 Feb 2020
	f,soon
	EOF
	refused opp d.csv &&
	says "d.csv:2: opened: '\''01.02.2020'\'' is not a day" \
		"hint: for 01.02.2020: --date-format dmy or mdy" \
		"hint: for 31.10.2026: --date-format dmy" \
		"hint: for 10/31/2026: --date-format mdy" \
		"hint: for 2020/1/2: --date-format ymd" \
		"hint: for 1 Feb 2020: --date-format '\''%d %b %Y'\''" \
		"hint: write 2026-11-22, or say how days are written: --date-format dmy" &&
	printf "name,created_at\na,3.2.2020 10:30\n" >t.csv &&
	refused opp t.csv &&
	says "hint: for 3.2.2020 10:30: --date-format '\''%d.%m.%Y %H:%M'\''" &&
	crm opp import t.csv --date-format "%d.%m.%Y %H:%M" -n
'

test_expect_success 'and the format that was given' '
	refused opp d.csv --date-format mdy &&
	says "hint: it is read by --date-format mdy; for 31.10.2026: --date-format dmy" \
		"hint: it is read by --date-format mdy; 2026-11-22 is understood, too"
'

test_expect_success '--max-errors and --partial exclude each other' '
	test_exit 2 crm contact import h.csv --partial --max-errors 3 2>err &&
	says "crm: --max-errors and --partial exclude each other" &&
	printf "[import]\n\tpartial = yes\n" >partial.map &&
	test_exit 2 crm contact import h.csv --map partial.map --max-errors 3
'

test_expect_success 'a map names fields that there are, in every line' '
	printf "[columns]\n\tOther = nmae\n" >bad.map &&
	test_exit 2 crm contact import h.csv --map bad.map 2>err &&
	says "crm: the column '\''Other'\'' can'\''t be '\''nmae'\'': contact has no such field to import" \
		"hint: did you mean '\''name'\''?" &&
	printf "[columns]\n\tOther = city\n\tThird = -\n\tFourth =\n" >good.map &&
	crm contact import h.csv --map good.map &&
	test_exit 2 crm contact import h.csv --set email=nmae
'

test_expect_success 'an encoding that is not known is wrong usage' '
	test_exit 2 crm contact import h.csv --encoding klingon 2>err &&
	says "crm: --encoding: '\''klingon'\'' is not known" &&
	grep "^hint: iconv -l" err &&
	test_exit 2 crm contact import h.csv --encoding "" &&
	test_exit 2 crm contact import h.csv --encoding UTF-16//IGNORE &&
	crm contact import h.csv --encoding windows-1252
'

test_expect_success '--create: blanks round the names are passed over' '
	printf "name,team,manager\nAnn B,North,Cy D\n" >u.csv &&
	crm user import u.csv --create " team, user " 2>err &&
	grep "1 row: 1 added, .* made 2 that rows refer to" err &&
	printf "[import]\n\tcreate = team , user\n" >create.map &&
	printf "name,team,manager\nEve F,South,Gus H\n" |
	crm user import - --map create.map 2>err &&
	grep "made 2 that rows refer to" err &&
	test_exit 2 crm user import u.csv --create "team, usr" 2>err &&
	says "crm: --create: '\''usr'\'' can'\''t be made from a name"
'

test_expect_success 'a NUL is named' '
	printf "name,city\na,b\nc\0d,e\n" >nul.csv &&
	refused account nul.csv && grep "NUL byte" err
'

test_expect_success 'teams, users, and teams again' '
	printf "name,manager\nEast,zoe\nWest,yan\n" >team.csv &&
	printf "login,name,team\nzoe,Zoe,East\nyan,Yan,West\n" >user.csv &&
	refused team team.csv &&
	crm team import team.csv --mode upsert --key name --set manager= &&
	crm user import user.csv --mode upsert --key login &&
	crm team import team.csv --mode upsert --key name 2>err &&
	grep "2 rows: 0 added, 2 updated" err &&
	test_output "East,Zoe
West,Yan" crm team list -w "name in (East, West)" -s name --csv \
		--no-header -o name,manager &&
	test_output "East" crm user show zoe -o team --no-header
'

test_done

#!/bin/sh
test_description='crm NOUN add'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1

one() {
	crm contact show "$1" -o "$2" --no-header
}

test_expect_success 'the id is printed, and nothing else' '
	crm contact add first_name=Ada last_name=Lovelace >out 2>err &&
	echo 1 >expect && test_cmp expect out && test_must_be_empty err &&
	id=$(crm account add Acme) && test "$id" = 1
'

test_expect_success 'a bare first word is the name' '
	crm contact add "Grace Hopper" email=grace@navy.test &&
	test_output "Grace Hopper,,,grace@navy.test" \
		one 2 name,first_name,last_name,email
'

test_expect_success 'a name is made from its parts, and follows them' '
	test_output "Ada Lovelace" one 1 name &&
	crm contact set 1 last_name=Byron &&
	test_output "Ada Byron" one 1 name &&
	crm contact set 1 first_name= &&
	test_output "Byron" one 1 name &&
	crm contact set 1 name="The Countess" &&
	crm contact set 1 first_name=Ada &&
	test_output "The Countess" one 1 name &&
	crm contact set 1 name= &&
	test_output "Ada Byron" one 1 name
'

test_expect_success 'a given name is never split' '
	crm contact add "Ludwig van Beethoven" >id &&
	test_output ",," one "$(cat id)" first_name,last_name,title
'

test_expect_success 'lists sort by the last name where it is known' '
	crm contact add first_name=Zoe last_name=Abel -q &&
	crm contact list -o name --no-header >out &&
	head -1 out >first && echo "Zoe Abel" >expect && test_cmp expect first
'

test_expect_success 'whoever adds it owns it, unless somebody else does' '
	crm user add login=bob &&
	crm contact add A1 >id && test_output ada one "$(cat id)" owner &&
	crm contact add A2 owner=bob >id && test_output bob one "$(cat id)" owner &&
	crm contact add A3 owner=none >id && test_output "\"\"" one "$(cat id)" owner &&
	crm contact add A4 owner= >id && test_output "\"\"" one "$(cat id)" owner &&
	crm --as bob contact add A5 owner=me >id &&
	test_output bob one "$(cat id)" owner &&
	test_output bob one "$(cat id)" created_by
'

test_expect_success 'references are found by name, id, e-mail and key' '
	crm account add "Big Corp" ext_id=erp:9 email=info@big.test &&
	for ref in 2 "big corp" info@big.test ext:erp:9
	do
		crm contact add R account="$ref" >id &&
		test_output "Big Corp" one "$(cat id)" account || return 1
	done &&
	test_exit 3 crm contact add R account=Bigg 2>err &&
	grep "account: no account .Bigg." err
'

test_expect_success 'values are those of files and stdin, too' '
	printf "one\ntwo\n" >notes &&
	crm contact add N1 notes=@notes >id &&
	test_output "\"one
two\"" one "$(cat id)" notes &&
	crm contact add N2 notes=@- <notes >id &&
	test_output "\"one
two\"" one "$(cat id)" notes &&
	crm contact add N3 notes=@@notes >id &&
	test_output "@notes" one "$(cat id)" notes &&
	test_exit 3 crm contact add N4 notes=@nothere 2>err &&
	grep nothere err &&
	test_exit 2 crm contact add N5 notes=@- title=@- <notes
'

test_expect_success 'every type of value' '
	crm account add T employees=1234 annual_revenue=12500.50 currency=chf \
		website=https://t.test country=Germany phone="+49 30 123456" &&
	test_output "1234,12500.50,CHF,https://t.test,DE,+49 30 123456" \
		crm account show T --no-header \
		-o employees,annual_revenue,currency,website,country,phone &&
	crm contact add T birthday=1990-02-28 preferred_channel=SMS \
		email=T@X.test &&
	test_output "1990-02-28,sms,T@X.test" \
		one T birthday,preferred_channel,email &&
	crm product add P price=12.3456 cost=7 active=no &&
	test_output "P,12.3456,7,no" crm product show P --no-header \
		-o code,price,cost,active &&
	crm opp add O probability=45% close_date=today+7d &&
	test_output "45,2026-11-29" crm opp show O --no-header \
		-o probability,close_date
'

test_expect_success 'wrong values are exit 4 and name the field' '
	for wrong in email=ada@ phone=none birthday=1990-02-30 \
		preferred_channel=pigeon
	do
		test_exit 4 crm contact add W $wrong 2>err &&
		grep "^crm: ${wrong%%=*}: " err || return 1
	done &&
	for wrong in employees=many employees=1.5 annual_revenue=12.345 \
		currency=EURO website=nowhere employees=99999999999999999999
	do
		test_exit 4 crm account add W $wrong 2>err &&
		grep "^crm: ${wrong%%=*}: " err || return 1
	done &&
	test_exit 4 crm opp add W probability=101 &&
	test_exit 4 crm contact add "$(printf "bad\377")" &&
	test_output 0 crm contact count -w "name=W"
'

test_expect_success 'what is required' '
	test_exit 4 crm contact add 2>err && grep "needs a name" err &&
	test_exit 4 crm contact add name= &&
	test_exit 4 crm account add email=a@b.test &&
	test_exit 4 crm opp add
'

test_expect_success 'unique values are exit 5 and name who has them' '
	test_exit 5 crm contact add G email=GRACE@navy.test 2>err &&
	grep "taken by contact 2 (Grace Hopper)" err &&
	test_exit 5 crm account add E ext_id=erp:9 &&
	test_exit 5 crm product add P2 code=P &&
	test_exit 5 crm user add login=bob &&
	crm contact delete 2 &&
	crm contact add "Grace Murray" email=grace@navy.test &&
	test_exit 5 crm contact restore 2
'

test_expect_success 'fields that are not yours to set' '
	test_exit 7 crm contact add X id=7 &&
	test_exit 7 crm contact add X rev=7 &&
	test_exit 7 crm contact add X created_at=2020-01-01 &&
	test_exit 2 crm contact add X nonsense=1 &&
	test_exit 2 crm contact add X title=a title=b &&
	test_exit 2 crm contact add X title+=a &&
	test_exit 2 crm contact add X Y
'

test_expect_success 'tags are folded, sorted and once each' '
	crm contact add Tagged tags="VIP, b;a,b" >id &&
	test_output "a;b;vip" one "$(cat id)" tags
'

test_expect_success 'a product without a code and a user without a login' '
	crm product add "GTX Plus Pro" &&
	test_output GTX-PLUS-PRO crm product show "GTX Plus Pro" -o code --no-header &&
	crm user add "José Ñandú" &&
	test_output jose.nandu crm user show "José Ñandú" -o login --no-header &&
	crm user add login=eve &&
	test_output eve crm user show eve -o name --no-header &&
	test_exit 4 crm user add login="a b" &&
	test_exit 4 crm user add login=me
'

test_expect_success 'an opportunity without a name' '
	crm opp add account=Acme product="GTX Plus Pro" >id &&
	test_output "Acme GTX Plus Pro" crm opp show "$(cat id)" -o name --no-header &&
	crm opp add ext_id=erp:5 >id &&
	test_output "erp:5" crm opp show "$(cat id)" -o name --no-header
'

test_expect_success 'with a format the record is printed' '
	crm contact add J --json -o name,tags tags=x >out &&
	expect_file out <<-\EOF2 &&
	[
	{"name":"J","tags":["x"]}
	]
	EOF2
	test_output "{\"name\":\"K\"}" crm contact add K -F jsonl -o name &&
	test_output "name
L" crm contact add L -o name
'

test_expect_success 'what can not be printed is not added' '
	crm contact count >before &&
	test_exit 2 crm contact add M --json -o nmae &&
	test_exit 2 crm contact add M --template "{nmae}" &&
	test_exit 2 crm contact add M -F jsno &&
	crm contact count >after && test_cmp before after
'

test_expect_success 'a dry run says what it would do and keeps nothing' '
	crm contact count >before && crm batch list >batches &&
	crm -n contact add Dry >out 2>err &&
	test_must_be_empty out &&
	grep "would be: 1 contact added" err &&
	test_exit 4 crm -n contact add Dry email=no &&
	test_output "[]" crm -n contact add Dry --json &&
	crm contact count >after && test_cmp before after &&
	crm batch list >batches2 && test_cmp batches batches2
'

test_expect_success 'a command that fails leaves no batch' '
	crm batch list >before &&
	test_exit 4 crm contact add &&
	test_exit 5 crm contact add X email=grace@navy.test &&
	test_exit 7 crm --as nobody contact add X &&
	crm batch list >after && test_cmp before after
'

test_expect_success 'an id is never used twice' '
	first=$(crm contact add Once) &&
	crm undo &&
	second=$(crm contact add Twice) &&
	test "$second" -gt "$first"
'

test_done

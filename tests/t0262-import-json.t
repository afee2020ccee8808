#!/bin/sh
test_description='JSON goes in: arrays, lines, nested references, exact numbers'
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

test_expect_success 'an array, lines, one object, objects over several lines' '
	printf "\357\273\277\n[{\"name\":\"A\",\"city\":\"x\"},\n {\"name\":\"B\"}]\n" |
	crm account import - --ids >ids 2>err &&
	says "crm: 2 rows: 2 added, 0 updated, 0 unchanged, 0 rejected; undo with: crm undo 2" &&
	printf "{\"name\":\"C\"}\n\n{\"name\":\"D\"}\r\n" | crm account import - --ids >>ids &&
	printf "{\n  \"name\": \"E\",\n  \"tags\": [\n    \"t\", \"u\"\n  ]\n}" |
	crm account import - --ids >>ids &&
	printf "{\n\"name\":\"F\"}{\"name\":\n\"G\"}\n" | crm account import - --ids >>ids &&
	test_seq 1 7 >expect && test_cmp expect ids &&
	test_output "A,x,
B,,
E,,t;u" crm account list -w "name in (A, B, E)" -o name,city,tags --no-header &&
	echo "[]" | crm account import - 2>err &&
	says "crm: 0 rows: 0 added, 0 updated, 0 unchanged, 0 rejected" &&
	crm undo -q && crm undo -q && crm undo -q && crm undo -q &&
	test_output 0 crm account count
'

test_expect_success 'a bracket in a header of CSV is quoted, or a delimiter given' '
	printf "\"[name]\",city\nx,y\n" | crm account import - -n --set "[name]=name" &&
	printf "[name],city\nx,y\n" >b.csv &&
	crm account import b.csv -n --set "[name]=name" --delimiter , &&
	refused account b.csv && says "crm: b.csv:1: there is text behind the array"
'

test_expect_success 'another encoding' '
	printf "[{\"name\":\"Zo\353\"}]" >l1.json && refused account l1.json &&
	says "l1.json:1: is not UTF-8; --encoding says what the file is in" &&
	crm account import l1.json --encoding ISO-8859-1 -q &&
	printf "{\"name\":\"16\"}" | iconv -t UTF-16 |
	crm account import - --encoding UTF-16 -q &&
	test_output "16
Zoë" crm account list -o name --no-header
'

test_expect_success 'numbers are kept exactly, or refused' '
	cat >n.jsonl <<-\EOF2 &&
	{"code":"a","name":"a","price":0.1}
	{"code":"b","name":"b","price":1e2}
	{"code":"c","name":"c","price":12345678901.2345}
	{"code":"d","name":"d","price":-1.5E-3}
	{"code":"e","name":"e","price":100.0000000000000000000000}
	EOF2
	crm product import n.jsonl -q &&
	test_output "a,0.1
b,100
c,12345678901.2345
d,-0.0015
e,100" crm product list -s code -o code,price --no-header &&
	cat >n.jsonl <<-\EOF2 &&
	{"code":"f","name":"f","price":0.00001}
	{"code":"g","name":"g","price":1e-5}
	{"code":"h","name":"h","price":123456789012345678901234567890}
	{"code":"i","name":"i","price":1e300}
	{"code":"j","name":"j","price":1e999}
	{"code":"k","name":"k","price":"1,234"}
	EOF2
	refused product n.jsonl &&
	says "n.jsonl:1: price: '\''0.00001'\'' has more than 4 decimals" \
		"n.jsonl:2: price: '\''0.00001'\'' has more than 4 decimals" \
		"n.jsonl:3: price: '\''123456789012345678901234567890'\'' is too large" &&
	grep "^n.jsonl:4: price: .1000.* is too large" err &&
	grep "^n.jsonl:5: is not valid JSON at column .*1e999" err &&
	grep "^n.jsonl:6: price: .1,234. may be 1234 or 1.234" err
'

test_expect_success 'a number has its own point, a text the one that is said' '
	printf "{\"code\":\"p\",\"name\":\"p\",\"price\":1.234}\n{\"code\":\"q\",\"name\":\"q\",\"price\":\"1.234,5\"}\n" |
	crm product import - --decimal , -q &&
	test_output "1.234
1234.5" crm product show p q -o price --no-header
'

test_expect_success 'a number where text is meant stays as it was written' '
	echo "{\"name\":\"T\",\"postcode\":10115,\"phone\":4930123,\"ext_id\":7.50}" |
	crm account import - --source erp -q &&
	test_output "10115,4930123,erp:7.50" crm account show T --csv --no-header \
		-o postcode,phone,ext_id
'

test_expect_success 'money: the number, the smallest unit, or both alike' '
	cat >m.jsonl <<-\EOF2 &&
	{"name":"m1","amount":12500.50,"amount_minor":1250050,"currency":"EUR"}
	{"name":"m2","amount_minor":77}
	{"name":"m3","currency":"KWD","amount_minor":1234,"amount":"1.234"}
	{"amount_minor":5,"amount":5,"name":"m4","currency":"JPY"}
	{"name":"m5","amount":null,"amount_minor":null}
	EOF2
	crm opp import m.jsonl -q &&
	test_output "m1,12500.50,EUR
m2,0.77,EUR
m3,1.234,KWD
m4,5,JPY
m5,," crm opp list -s name -o name,amount,currency --no-header &&
	cat >m.jsonl <<-\EOF2 &&
	{"name":"m6","amount":12500.50,"amount_minor":1250051}
	{"name":"m7","amount_minor":1.5}
	{"name":"m8","amount":null,"amount_minor":5}
	{"name":"m9","amount":5,"amount_minor":null}
	EOF2
	refused opp m.jsonl &&
	says "m.jsonl:1: amount_minor: 1250051 is not what amount is: that is 1250050" \
		"m.jsonl:2: amount_minor: '\''1.5'\'' is not a whole number of the currency'\''s smallest unit" \
		"m.jsonl:3: amount: is null, and amount_minor is not" \
		"m.jsonl:4: amount_minor: is null, and amount is not"
'

test_expect_success 'nested references: by name, id, key elsewhere, e-mail' '
	crm account add "Acme, Ltd" ext_id=erp:42 >acme &&
	crm contact add "Ada L" email=ada@acme.test >/dev/null &&
	cat >r.jsonl <<-EOF2 &&
	{"name":"r1","account":{"name":"acme, ltd"}}
	{"name":"r2","account":{"id":$(cat acme)}}
	{"name":"r3","account":{"id":$(cat acme),"name":"Acme, Ltd"}}
	{"name":"r4","account":{"ext_id":"erp:42","name":"Acme, Ltd"}}
	{"name":"r5","account.name":"Acme, Ltd"}
	{"name":"r6","account":"Acme, Ltd","contact":{"email":"ADA@acme.test"}}
	{"name":"r7","account":$(cat acme),"contact":{"email":"ada@acme.test","name":"Ada L"}}
	{"name":"r8","account":{"id":null,"name":"Acme, Ltd"},"contact":null}
	{"name":"r9","account":{"id":$(cat acme),"name":null}}
	EOF2
	crm opp import r.jsonl -q &&
	test_output 9 crm opp count -w "account=$(cat acme) and name^=r" &&
	test_output 2 crm opp count -w "contact.email=ada@acme.test"
'

test_expect_success 'words on a reference that contradict each other' '
	crm account add Other >other &&
	cat >c.jsonl <<-EOF2 &&
	{"name":"c1","account":{"id":$(cat acme),"name":"Other"}}
	{"name":"c2","account":{"id":$(cat other),"ext_id":"erp:42"}}
	{"name":"c3","account":{"id":999,"name":"Other"}}
	{"name":"c4","account":{"name":"Nobody"}}
	{"name":"c5","account":{"name":"Other","account.name":"x"}}
	{"name":"c6","account":{"name":"Other"},"account.name":"Acme, Ltd"}
	{"name":"c7","account":{}}
	{"name":"c8","account":["Other"]}
	{"name":"c9","account":true}
	EOF2
	refused opp c.jsonl &&
	says "c.jsonl:1: account.name: account $(cat acme) is '\''Acme, Ltd'\'', not '\''Other'\''" \
		"hint: leave out what it isn'\''t: the id, when the record is from another database" \
		"c.jsonl:2: account.ext_id: account $(cat other) is '\''Other'\'', not '\''erp:42'\''" \
		"c.jsonl:3: account.id: no account '\''999'\''" \
		"c.jsonl:4: account.name: no account '\''Nobody'\''" \
		"c.jsonl:5: account.account.name: is no field of opp" \
		"c.jsonl:6: account.name: '\''account.name'\'' is another value of the same field" \
		"c.jsonl:7: account: is an object or array that it can'\''t be" \
		"c.jsonl:8: account: is an array, and it is one value" \
		"c.jsonl:9: account: is true or false, and it isn'\''t a yes or no"
'

test_expect_success 'references among the rows, with what they are called' '
	cat >s.json <<-\EOF2 &&
	[
	{"name":"s1","reports_to":{"id":902,"name":"s2"},"id":901},
	{"name":"s2","reports_to":{"name":"s3"},"id":902},
	{"name":"s3","reports_to":null,"id":903}
	]
	EOF2
	crm contact import s.json -q &&
	test_output "s1,s2
s2,s3
s3," crm contact list -w "name^=s" -s name -o name,reports_to --no-header &&
	crm contact import s.json --mode upsert --key id 2>err &&
	says "crm: 3 rows: 0 added, 0 updated, 3 unchanged, 0 rejected" &&
	sed "s/\"s2\"},/\"s4\"},/; s/90/91/g" s.json >t.json &&
	refused contact t.json &&
	says "t.json:2: reports_to.name: contact 912 is '\''s2'\'', not '\''s4'\''" &&
	cat >circle.json <<-\EOF2 &&
	[{"name":"x1","reports_to":{"name":"x2"}},{"name":"x2","reports_to":{"name":"x1"}}]
	EOF2
	refused contact circle.json &&
	says "circle.json:1: reports_to.name: the contact would be above itself, by line 1 and line 1, object 2" \
		"circle.json:1: reports_to.name: the contact would be above itself, by line 1, object 2 and line 1 (object 2 of the line)"
'

test_expect_success 'a name that is new in the same file is its name' '
	printf "[{\"id\":902,\"name\":\"s2 new\"},{\"id\":901,\"reports_to\":{\"id\":902,\"name\":\"s2 new\"}}]" |
	crm contact import - --mode upsert --key id 2>err &&
	says "crm: 2 rows: 0 added, 1 updated, 1 unchanged, 0 rejected; undo with: crm undo $(crm batch list --ids | sort -n | tail -1)"
'

test_expect_success 'keys may differ from row to row; an unknown one names the nearest' '
	cat >k.jsonl <<-\EOF2 &&
	{"name":"k1"}
	{"First Name":"k2","E-Mail":"k2@x.test"}
	{"name":"k3","emial":"x"}
	{"name":"k4","address":{"city":"x"}}
	{"_note":{"x":[1]},"name":"k5"}
	{"name":"k6","zzz":1}
	EOF2
	refused contact k.jsonl &&
	says "k.jsonl:3: emial: is no field of contact" \
		"hint: did you mean '\''email'\''? --set '\''emial=email'\'' says so, --ignore-unknown passes it over" \
		"k.jsonl:4: address.city: is no field of contact" \
		"hint: did you mean '\''city'\''? --set '\''address.city=city'\'' says so, --ignore-unknown passes it over" \
		"hint: --set '\''zzz=FIELD'\'' says which it is, --ignore-unknown passes it over" \
		"crm: 6 rows: 3 added, 0 updated, 0 unchanged, 3 rejected; nothing was kept" &&
	crm contact import k.jsonl -n --ignore-unknown &&
	crm contact import k.jsonl -n --set emial= --set zzz= --set address= &&
	crm contact import k.jsonl -q --set emial=title --set zzz=notes --set address.city=city &&
	test_output "k2,,,
k3,x,,
k4,,x,
k6,,,1" crm contact list -w "name in (k2,k3,k4,k6)" -s name --no-header \
		-o name,title,city,notes
'

test_expect_success '--set of what no object has, --value, --default' '
	test_exit 2 crm contact import k.jsonl --ignore-unknown --set nmae=title 2>err &&
	says "crm: k.jsonl: no object has '\''nmae'\''" "hint: did you mean '\''name'\''?" &&
	test_exit 2 crm contact import k.jsonl --ignore-unknown --set emial=nope 2>err &&
	cat >v.jsonl <<-\EOF2 &&
	{"name":"v1","city":"B","active":1}
	{"name":"v2","city":true}
	{"name":"v3"}
	EOF2
	crm account import v.jsonl --ignore-unknown --value city:B=Berlin \
		--value city:true=Truth --default city=Nowhere --default country=DE -q &&
	test_output "v1,Berlin,DE
v2,Truth,DE
v3,Nowhere,DE" crm account list -w "name^=v" -s name -o name,city,country --no-header
'

test_expect_success 'null is an empty cell, what is missing is not there' '
	crm account import v.jsonl --ignore-unknown --mode upsert --key name --value city:B=x \
		--value city:true=y -q &&
	printf "{\"name\":\"v1\",\"city\":null}\n{\"name\":\"v2\",\"city\":\"\"}\n{\"name\":\"v3\"}\n" >e.jsonl &&
	crm account import e.jsonl --mode upsert --key name 2>err &&
	grep "3 unchanged" err &&
	crm account import e.jsonl --mode upsert --key name --empty clear 2>err &&
	grep "2 updated, 1 unchanged" err &&
	test_output "v1,
v2,
v3,Nowhere" crm account list -w "name^=v" -s name -o name,city --no-header &&
	crm account set v1 tags=a,b && printf "{\"name\":\"v1\",\"tags\":[]}\n" >t.jsonl &&
	crm account import t.jsonl --mode upsert --key name 2>err && grep "1 unchanged" err &&
	crm account import t.jsonl --mode upsert --key name --empty clear 2>err &&
	grep "1 updated" err
'

test_expect_success 'the key: of the fields that the first object fills' '
	cat >u.jsonl <<-\EOF2 &&
	{"ext_id":null,"email":"k2@x.test","title":"one"}
	{"email":"new@x.test","name":"New"}
	{"email":null,"name":"None"}
	EOF2
	refused contact u.jsonl --mode upsert &&
	says "u.jsonl:3: email: the key is empty" &&
	crm contact import u.jsonl --mode upsert --partial 2>err;
	grep "1 added, 1 updated, 0 unchanged, 1 rejected" err &&
	printf "{\"name\":\"x\"}\n" >x.jsonl &&
	test_exit 2 crm contact import x.jsonl --mode upsert 2>err &&
	says "crm: x.jsonl: no column can tell which record a row is" &&
	echo "[]" | crm contact import - --mode upsert &&
	printf "{\"email\":\"k2@x.test\"}\n{\"email\":\"K2@x.test\"}\n" |
	refused contact - --mode update &&
	says "stdin:2: email: '\''K2@x.test'\'' is also on line 1" &&
	printf "[{\"email\":\"k2@x.test\"},{\"email\":\"new@x.test\"},{\"email\":\"new@x.test\"}]" |
	refused contact - --mode update &&
	says "stdin:1: email: '\''new@x.test'\'' is also on line 1, object 2 (object 3 of the line)"
'

test_expect_success 'a broken line is one bad row, and the others are read' '
	cat >b.jsonl <<-\EOF2 &&
	{"name":"b1"}
	{"name":"b2"

	{"name":"b3","name":"x"}
	[{"name":"b4"}]
	{"name":"b5","email":"b5@"}
	{"name":"b6"}
	EOF2
	test_exit 6 crm contact import b.jsonl --partial --rejects bad.jsonl 2>err &&
	says "b.jsonl:2: is not valid JSON: '\''}'\'' expected at its end" \
		"b.jsonl:5: is not a JSON object" \
		"b.jsonl:6: email: '\''b5@'\'' is not an e-mail address" \
		"crm: 6 rows: 2 added, 0 updated, 0 unchanged, 4 rejected; undo with: crm undo $(crm batch list --ids | sort -n | tail -1)" &&
	grep "^b.jsonl:4: is not valid JSON at column .*: duplicate object key" err &&
	sed "s/\"_error\".*/.../" bad.jsonl >out &&
	expect_file out <<-\EOF2
	{"_text":"{\"name\":\"b2\"","_line":2,"_field":"","_code":"invalid",...
	{"name":"b3","name":"x","_line":4,"_field":"","_code":"invalid",...
	{"_text":"[{\"name\":\"b4\"}]","_line":5,"_field":"","_code":"invalid",...
	{"name":"b5","email":"b5@","_line":6,"_field":"email","_code":"invalid",...
	EOF2
'

test_expect_success 'rejects: mended, they go in as they are; numbers stay as they were' '
	test_exit 6 crm contact import bad.jsonl --partial --rejects again.jsonl 2>err &&
	grep "^bad.jsonl:4: email: " err &&
	tail -1 again.jsonl >one && grep "\"email\":\"b5@\",\"_line\":4," one &&
	test "$(grep -o _line one | wc -l)" = 1 &&
	sed -n "s/b5@/b5@x.test/p" bad.jsonl | crm contact import - -q &&
	test_output b5 crm contact show b5@x.test -o name --no-header &&
	cat >p.json <<-\EOF2 &&
	[
	  {
	    "name": "P", "price": 0.10000000000000000000001,
	    "code": "p1",
	    "tags": [ "a\"}", 1e2 ]
	  } ]
	EOF2
	refused product p.json --rejects bad.jsonl &&
	expect_file bad.jsonl <<-\EOF2
	{"name": "P","price": 0.10000000000000000000001,"code": "p1","tags": [ "a\"}", 1e2 ],"_line":2,"_field":"price","_code":"invalid","_error":"'\''0.10000000000000000000001'\'' has more than 4 decimals"}
	EOF2
'

test_expect_success 'rejects that are found after the last row' '
	printf "[{\"name\":\"z1\",\"reports_to\":{\"name\":\"nobody\"}},{\"name\":\"z2\"},{\"name\":\"z3\",\"reports_to\":{\"name\":\"z1\"}}]" >z.json &&
	test_exit 6 crm contact import z.json --partial --rejects bad.jsonl 2>err &&
	grep "3 rows: 1 added, .* 2 rejected" err &&
	expect_file bad.jsonl <<-\EOF2
	{"name":"z1","reports_to":{"name":"nobody"},"_line":1,"_field":"reports_to.name","_code":"not_found","_error":"no contact '\''nobody'\''"}
	{"name":"z3","reports_to":{"name":"z1"},"_line":1,"_field":"reports_to.name","_code":"not_found","_error":"contact '\''z1'\'' of line 1 was refused"}
	EOF2
'

test_expect_success 'an array or object that is never closed: nothing is kept' '
	printf "[{\"name\":\"n1\"},\n{\"name\":\"n2\"}\n" >n.json &&
	refused contact n.json --partial && says "crm: n.json:2: the array is never closed" &&
	printf "[{\"name\":\"n1\"},\n{\"name\":\"n2\"\n" >n.json &&
	refused contact n.json --partial && says "crm: n.json:2: what begins here is never closed" &&
	printf "[{\"name\":\"n1\"} {\"name\":\"n2\"}]\n" >n.json &&
	refused contact n.json && says "crm: n.json:1: a comma or ] is missing in the array" &&
	printf "{\"name\":\"n1\"}\n{\"name\":\"n\0\"}\n" >n.json &&
	refused contact n.json && says "crm: n.json:2: there is a NUL byte" &&
	test_output 0 crm contact count -w "name^=n1"
'

test_expect_success 'with --json an error has the line and the path' '
	crm --json opp import c.jsonl 2>err;
	head -1 err >one && expect_file one <<-EOF2
	{"code":"invalid","message":"account $(cat acme) is '\''Acme, Ltd'\'', not '\''Other'\''","field":"account.name","line":1,"hint":"leave out what it isn'\''t: the id, when the record is from another database"}
	EOF2
'

test_expect_success 'a mapping file to begin with' '
	crm opp import m.jsonl --suggest-map >m.map &&
	printf "{\"Deal\":\"d\",\"amount_minor\":5,\"account\":{\"name\":\"Acme, Ltd\"}}" >d.json &&
	crm opp import d.json --suggest-map >d.map &&
	grep "^	\"amount_minor\" = amount_minor$" d.map &&
	grep "^	\"account.name\" = account.name$" d.map &&
	grep "^	# \"Deal\" =" d.map &&
	sed "s/# \"Deal\" =.*/Deal = name/" d.map >e.map &&
	crm opp import d.json --map e.map -q &&
	test_output "d,0.05,\"Acme, Ltd\"" crm opp show d --csv --no-header -o name,amount,account
'

test_expect_success '--create makes what an object names, not what it numbers' '
	printf "{\"name\":\"q1\",\"account\":{\"name\":\"Brand New\"}}\n" |
	crm contact import - --create account 2>err && grep "made 1 that" err &&
	printf "{\"name\":\"q2\",\"account\":{\"id\":888,\"name\":\"Newer\"}}\n" |
	refused contact - --create account &&
	says "stdin:1: account.id: no account '\''888'\''"
'

test_done

#!/bin/sh
test_description='a dump, loaded, is the same database'
. "$(dirname "$0")/lib/setup.sh"

# copy FILE: load it into new.db, which is made first.
copy() {
	rm -f new.db* &&
	crm --db new.db -q init &&
	crm --db new.db load "$1"
}

# same [--history]: a dump, loaded and dumped again, has the same bytes.
same() {
	crm dump "$@" >one.jsonl &&
	copy one.jsonl 2>err &&
	crm --db new.db dump "$@" >two.jsonl &&
	cmp one.jsonl two.jsonl &&
	test_output ok sqlite3 new.db "PRAGMA integrity_check" &&
	no_complaints sqlite3 new.db "PRAGMA foreign_key_check"
}

# edit SCRIPT [OPTION...]: bad.jsonl is the dump, changed by sed; without its
# sum, that would tell.
edit() {
	script=$1
	shift
	crm dump "$@" | sed -e "$script" -e 's/,"sha256":"[0-9a-f]*"//' >bad.jsonl
}

# refused REGEX: bad.jsonl is not loaded, nothing of it is kept, and a line of
# what is said is exactly so.
refused() {
	rm -f new.db* &&
	crm --db new.db -q init &&
	crm --db new.db dump --history >before &&
	test_exit 4 crm --db new.db load bad.jsonl 2>err &&
	crm --db new.db dump --history >after &&
	test_cmp before after || return 1
	grep -x -e "crm: bad.jsonl$1" err || {
		cat err
		return 1
	}
}

test_expect_success 'a header, the records, a last line' '
	crm init -q --country DE --week-start 7 &&
	crm account add "Acme \"Ltd\"" city="$(printf "a\nb")" annual_revenue=1.5 \
		currency=KWD tags=b,a >id &&
	crm dump >out &&
	sed "s/\"sha256\":\".*\"/.../" out >part && expect_file part <<-\EOF2
	{"_dump":1,"schema":1,"settings":{"currency":"EUR","zone":"UTC","country":"DE","year_start":"1","week_start":"7"}}
	{"_entity":"pipeline","id":1,"name":"Sales","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":1,"pipeline":1,"name":"Qualification","position":10,"probability":10,"category":"open","forecast":"pipeline","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":2,"pipeline":1,"name":"Needs Analysis","position":20,"probability":25,"category":"open","forecast":"pipeline","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":3,"pipeline":1,"name":"Proposal","position":30,"probability":50,"category":"open","forecast":"best_case","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":4,"pipeline":1,"name":"Negotiation","position":40,"probability":75,"category":"open","forecast":"commit","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":5,"pipeline":1,"name":"Won","position":900,"probability":100,"category":"won","forecast":"closed","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"stage","id":6,"pipeline":1,"name":"Lost","position":910,"probability":0,"category":"lost","forecast":"omitted","created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"user","id":1,"login":"ada","name":"ada","role":"admin","active":true,"created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_entity":"account","id":1,"name":"Acme \"Ltd\"","kind":"customer","annual_revenue":1.500,"annual_revenue_minor":1500,"currency":"KWD","city":"a\nb","owner":1,"tags":["a","b"],"created_at":"2026-11-22T12:00:00Z","created_by":1}
	{"_end":1,"lines":{"pipeline":1,"stage":6,"user":1,"account":1},...}
	EOF2
'

test_expect_success 'its lines go into import as they are' '
	grep "\"_entity\":\"account\"" out | crm account import - --mode upsert --key id 2>err &&
	grep " 1 unchanged" err
'

test_expect_success 'the small firm of the demo' '
	no_database && crm init -q --demo && same && same --history &&
	grep "^crm: [0-9]* records loaded$" err
'

test_expect_success 'in any order, and with numbers left out' '
	crm contact delete -w "id in 50..60" -q -y && crm undo -q &&
	for id in 191 192 193; do crm contact add "C $id" >/dev/null || return 1; done &&
	crm undo -q && crm contact add Last >last && test "$(cat last)" -gt 201 &&
	crm dump | sed "s/,\"sha256\":\"[0-9a-f]*\"//" >one.jsonl &&
	{ head -1 one.jsonl && sed "1d;\$d" one.jsonl | tac && tail -1 one.jsonl; } >turned.jsonl &&
	copy turned.jsonl && crm --db new.db dump |
	sed "s/,\"sha256\":\"[0-9a-f]*\"//" >two.jsonl && cmp one.jsonl two.jsonl &&
	{ head -1 one.jsonl && sed "1d;\$d" one.jsonl | sort -t: -k3 -n && tail -1 one.jsonl; } >turned.jsonl &&
	copy turned.jsonl && crm --db new.db dump |
	sed "s/,\"sha256\":\"[0-9a-f]*\"//" >two.jsonl && cmp one.jsonl two.jsonl
'

test_expect_success 'with records of every sort' '
	crm field add contact shoe_size int --default 42 &&
	crm field add account vat text --unique &&
	crm field add contact gone text && crm field add opp boss ref --ref contact &&
	crm field add contact worth money && crm field add user favourite link &&
	crm account set 1 vat=X1 parent=30 && crm account set 30 parent=31 &&
	crm contact set 1 gone="still there" worth=12.5 reports_to=150 referred_by=1 \
		ext_id=erp:1 && crm contact set 2 reports_to=151 shoe_size=44 &&
	crm field delete gone && crm opp set 1 boss=7 &&
	crm user add eve name=Eve role=manager manager=ada >id &&
	crm team add West manager=eve >team && crm user set eve team=West \
		favourite=contact:9 &&
	crm opp set 2 amount=-7 currency=JPY probability=12.5 &&
	crm opp win 3 -q && crm opp lose 4 --reason "a, b" -q &&
	crm product add P code=p1 price=0.0001 active=no >id &&
	crm activity add "Call \"him\"" on=contact:3 with=contact:5,account:1 due=today >id &&
	crm contact delete 10 11 -q && crm account delete 40 -q && crm tag 2>/dev/null;
	crm contact tag "x y",z 1 2 3 -q && crm contact untag z 2 -q &&
	crm contact delete -y -w "id>190" -q && crm undo -q &&
	crm account add Short >id && crm undo -q &&
	same && grep "\"gone\":\"still there\"" one.jsonl &&
	same --history && cp one.jsonl full.jsonl
'

test_expect_success 'a deleted field comes back with its values' '
	crm dump >one.jsonl && copy one.jsonl &&
	crm --db new.db field restore gone &&
	test_output "still there" crm --db new.db contact show 1 -o gone --no-header
'

test_expect_success 'without the history: one batch, and new revisions' '
	crm --db new.db batch list --csv -o noun,verb,by >out &&
	expect_file out <<-\EOF2 &&
	noun,verb,by
	field,restore,ada
	database,load,ada
	EOF2
	test_output "1,ada" crm --db new.db contact show 5 -o rev,updated_by --csv --no-header &&
	id=$(crm --db new.db contact add New) && test $id = $(($(cat last) + 1)) &&
	crm --db new.db contact set 5 title=x && crm --db new.db undo -q &&
	copy one.jsonl && test_exit 7 crm --db new.db undo 2>err &&
	grep "^crm: .*admin" err
'

test_expect_success 'with the history: undo goes back as it would have' '
	copy full.jsonl && crm contact history 1 >a && crm --db new.db contact history 1 >b &&
	test_cmp a b && crm batch list >a && crm --db new.db batch list >b && test_cmp a b &&
	crm undo -q && crm --db new.db undo -q &&
	crm dump --history >a && crm --db new.db dump --history >b && test_cmp a b &&
	crm account add After >a && crm --db new.db account add After >b && test_cmp a b
'

test_expect_success 'odd strings' '
	perl -e "print \"{\\\"name\\\":\\\"s\$_ \\\\u\", sprintf(\"%04x\", \$_), \" x\\\",\\\"notes\\\":\\\"\\\\u\", sprintf(\"%04x\", \$_), \"\\\"}\\n\" for 1 .. 400, 0x2028, 0x202e, 0xfeff, 0xfffd, 0xe000" >odd.jsonl &&
	crm account import odd.jsonl -q && same && same --history
'

test_expect_success 'through a pipe, and to a file' '
	rm -f new.db* && crm --db new.db -q init &&
	crm dump | crm --db new.db load - &&
	crm dump --output d.jsonl 2>err && grep "^crm: [0-9]* records$" err &&
	crm --db new.db dump >two.jsonl && cmp d.jsonl two.jsonl &&
	test "$(stat -c %a d.jsonl)" = 600
'

test_expect_success 'a dry run keeps nothing; a key does it once' '
	crm dump >one.jsonl && rm -f new.db* && crm --db new.db -q init &&
	crm --db new.db dump --history >before &&
	crm --db new.db load -n one.jsonl 2>err && grep "a dry run: nothing was kept" err &&
	crm --db new.db dump --history >after && test_cmp before after &&
	crm --db new.db load one.jsonl --batch-key k &&
	crm --db new.db load one.jsonl --batch-key k 2>err && grep "was done already" err &&
	crm --db new.db dump >two.jsonl && cmp one.jsonl two.jsonl &&
	test_exit 2 crm --db new.db load full.jsonl --batch-key l
'

test_expect_success 'only into a database in which nothing was done' '
	crm dump >one.jsonl && copy one.jsonl &&
	test_exit 5 crm --db new.db load one.jsonl 2>err &&
	grep "^crm: the database is not empty" err && grep "^hint: .*init" err &&
	rm -f new.db* && crm --db new.db -q init && crm --db new.db account add X &&
	test_exit 5 crm --db new.db load one.jsonl &&
	rm -f new.db* && test_exit 8 crm --db new.db load one.jsonl
'

test_expect_success 'only by an admin, who may be another one afterwards' '
	rm -f new.db* && crm --db new.db --as root -q init &&
	test_exit 7 crm --db new.db load one.jsonl &&
	crm --db new.db --as root load one.jsonl 2>err &&
	grep "^crm: .root. is none of the users that were loaded" err &&
	test_exit 7 crm --db new.db --as root account add X &&
	crm --db new.db account add X &&
	crm --db new.db dump | grep -v After >two.jsonl && test -s two.jsonl
'

test_expect_success 'what is no dump, or not whole' '
	crm dump >full.jsonl && lines=$(wc -l <full.jsonl) &&
	echo "name" >bad.jsonl && refused " is not a dump" &&
	echo "[]" >bad.jsonl && refused " is not a dump" &&
	crm account list --jsonl >bad.jsonl && refused " is not a dump" &&
	sed "\$d" full.jsonl >bad.jsonl && refused " is cut short: its last line is missing" &&
	head -c -40 full.jsonl >bad.jsonl &&
	refused ":$lines: is not valid JSON at column .*" &&
	{ head -5 full.jsonl; printf "{\"_entity\":\"acc"; } >bad.jsonl &&
	refused ":6: is not valid JSON at column .*" &&
	{ cat full.jsonl; tail -1 full.jsonl; } >bad.jsonl &&
	refused ":$((lines + 1)): there is more behind the end of the dump" &&
	: >bad.jsonl && refused ": is empty.*"
'

test_expect_success 'a byte that was changed, a line that is missing' '
	sed "20s/created_at\":\"2026/created_at\":\"2025/" full.jsonl >bad.jsonl &&
	refused ":$lines: the sum of the lines before it is another: the dump was damaged or changed" &&
	grep "^hint: .*take sha256 out" err &&
	edit 20s/2026/2025/ && copy bad.jsonl &&
	sed -e "/_entity\":\"user\",\"id\":2,/d" -e "s/,\"sha256\":\"[0-9a-f]*\"//" full.jsonl >bad.jsonl &&
	refused ":$((lines - 1)): there are 5 lines of user, and there should be 6" &&
	edit "\$s/,\"account\":[0-9]*//" &&
	refused ":$lines: there are [0-9]* lines, and there should be [0-9]*"
'

test_expect_success 'what a line may not hold' '
	no_database && crm init -q && crm account add Acme -q && crm account add Bit parent=Acme \
		annual_revenue=1.50 -q && crm contact add Ada email=a@x.test -q &&
	crm contact add Bob -q && crm opp add Deal account=Acme -q &&
	edit "s/\"_entity\":\"account\"/\"_entity\":\"acount\"/" &&
	refused ":10: _entity: '\''acount'\'' is no entity of a dump" &&
	edit "s/\"_entity\":\"account\"/\"entity\":\"account\"/" &&
	refused ":10: this is no line of a dump" &&
	edit "s/\"parent\":1/\"parnt\":1/" &&
	refused ":11: parnt: is no field of account in a dump" &&
	grep "^hint: did you mean .parent." err &&
	edit "s/\"parent\":1/\"parent\":99/" &&
	refused ":11: parent: there is no account 99" &&
	edit "s/\"parent\":1/\"parent\":\"Acme\"/" &&
	refused ":11: parent: '\''Acme'\'' is not what this field holds" &&
	edit "s/\"name\":\"Acme\"/&,\"parent\":2/" &&
	refused ":10: parent: the account is above itself" &&
	edit "s/_minor\":150/_minor\":151/" &&
	refused ":11: annual_revenue: '\''1.50'\'' is not the same as its smallest units say" &&
	edit "s/\"name\":\"Ada\",//" &&
	refused ":12: name: contact needs a name" &&
	edit "s/\"id\":2,\"name\":\"Bob\"/\"id\":2,\"name\":\"Bob\",\"email\":\"A@x.test\"/" &&
	refused ":13: email: '\''A@x.test'\'' is taken by contact 1 (Ada)" &&
	edit "s/\"id\":2,\"name\":\"Bob\"/\"id\":1,\"name\":\"Bob\"/" &&
	refused ":13: id: there is a contact 1 already" &&
	edit "s/\"id\":2,\"name\":\"Bob\"/\"name\":\"Bob\"/" &&
	refused ":13: id: the record has no number" &&
	edit "s/a@x.test/a@/" &&
	refused ":12: email: '\''a@'\'' is not an e-mail address" &&
	edit "s/\"type\":\"new\"/\"type\":\"old\"/" &&
	refused ":14: type: '\''old'\'' is not one of new, renewal, upsell" &&
	edit "s/\"stage\":1,/\"stage\":{\"id\":1},/" &&
	refused ":14: stage.id: is no field of opp in a dump" &&
	edit "s/\"role\":\"admin\"/\"role\":\"rep\"/" &&
	refused ": none of the users is an admin who is active" &&
	edit "s/\"zone\":\"UTC\"/\"zone\":\"Mars\"/" &&
	refused ":1: zone: '\''Mars'\'' is not a time zone known here" &&
	edit "s/\"_dump\":1,/&\"x\":1,/" && refused ":1: x: is unknown in the header of a dump" &&
	edit "s/\"_dump\":1,/\"_dump\":2,/" &&
	rm -f new.db* && crm --db new.db -q init &&
	test_exit 8 crm --db new.db load bad.jsonl 2>err && grep "a newer crm" err
'

test_expect_success 'custom fields become columns, and are checked' '
	crm field add contact size int -q &&
	edit "s/\"name\":\"size\"/\"name\":\"x\\\\\" TEXT); DROP TABLE contact; --\"/" &&
	grep "x...TEXT" bad.jsonl && refused ":2: name: .* is no name of a field" &&
	edit "s/\"entity\":\"contact\"/\"entity\":\"contacd\"/" &&
	refused ":2: entity: .contacd. has no custom fields" &&
	edit "s/\"name\":\"size\"/\"name\":\"city\"/" &&
	refused ":2: name: contact has .city. by itself" &&
	edit "s/\"_entity\":\"user\",/&\"size\":1,/" &&
	refused ":[0-9]*: size: is no field of user in a dump"
'

test_expect_success 'a dump has one form' '
	crm dump --jsonl >one && crm dump >two && test_cmp one two &&
	test_exit 2 crm dump --csv 2>err && grep "a dump is JSON lines" err &&
	test_exit 2 crm dump -o id &&
	CRM_FORMAT=csv crm dump >two && test_cmp one two &&
	test_exit 1 crm dump >/dev/full 2>err && grep "^crm: cannot write" err
'

test_done

#!/bin/sh
test_description='search: words of any script, best first, exact whatever was written'
. "$(dirname "$0")/lib/setup.sh"

# links ARGS: what crm search finds, as links on one line
links() {
	crm search --ids "$@" >ids && tr '\n' ' ' <ids | sed 's/ $//'
}

test_expect_success 'some records of several kinds' '
	crm init -q && crm config set company.country=DE &&
	crm account add "Müller & Söhne" email=info@mueller.test website=https://www.mueller.test/de \
		phone="+49 30 1234567" notes="makes yellow windmills" &&
	crm account add Windmill website=windmill.test &&
	crm contact add first_name=Zoë "last_name=O'"'"'Brien" email=zoe.ob@acme.test account=1 \
		phone="030 987 65 43" tags="vip,key account" ext_id=erp:4711 &&
	crm contact add "name=山田 太郎" title=営業部長 && crm contact add "name=Мария Кюри" &&
	crm contact add "name=Brien Wind" notes="likes AT&T, C++ and a_b" &&
	crm opp add "Windmill repair" account=2 amount=100 && crm log call contact:1 "about the mill"
'

test_expect_success 'case, marks and signs aside, in any script' '
	test "account:1" = "$(links muller)" && test "account:1" = "$(links "MÜLLER SÖHNE")" &&
	test "contact:1" = "$(links "O'"'"'Brien Zoe")" && test "contact:2" = "$(links 田)" &&
	test "contact:2" = "$(links 山田)" && test "contact:2" = "$(links 営業)" &&
	test "contact:3" = "$(links кюри)" && test "contact:3" = "$(links "МАРИЯ")" &&
	test "contact:4" = "$(links "AT&T")" && test "contact:4" = "$(links a_b)" &&
	test "contact:1" = "$(links zoe.ob@acme.test)" && test "contact:1" = "$(links erp:4711)" &&
	test "contact:1" = "$(links key account)" && test "account:1" = "$(links www.mueller.test)"
'

test_expect_success 'the last word may go on, others with a star' '
	test "account:2 opp:1 account:1" = "$(links windm)" &&
	test "" = "$(links "windm ")" && test "" = "$(links windm repair)" &&
	test "opp:1" = "$(links "windm* repair")" && test "opp:1" = "$(links repair windm)" &&
	test "" = "$(links z)" && test "contact:1" = "$(links "z*" brien)"
'

test_expect_success 'a phone however it is written' '
	for text in "+49 30 9876543" "030 9876543" "030/987-65 43" 00493098765 +4930987 "+49 30 98"; do
		test "contact:1" = "$(links "$text")" || return 1
	done &&
	for text in "+49 30 1234567" 0301234567 "(030) 12345 67" 1234567; do
		test "account:1" = "$(links "$text")" || return 1
	done &&
	test "" = "$(links "030 1234568")"
'

test_expect_success 'called so, then in the name, by address and key, in any text' '
	test "account:2 opp:1 account:1" = "$(links windm --in opp,account)" &&
	test "account:2 opp:1" = "$(links "windmill ")" &&
	test "contact:4 contact:1" = "$(links brien)" &&
	crm contact add "name=Brien" && test "contact:5 contact:4 contact:1" = "$(links brien)" &&
	crm contact add "name=Acme" && test "contact:6 contact:1" = "$(links acme)" &&
	test "contact:1" = "$(links acme -L 1 --offset 1)" && test "" = "$(links acme -L 0)" &&
	crm undo -q && crm undo -q
'

test_expect_success 'what has no name is shown by its value or its label' '
	crm address add on=contact:1 value=zed@home.test -q && crm occasion add on=contact:1 date=2020-01-01 label="Zed day" -q &&
	test_output "address,zed@home.test,contact:1
occasion,Zed day,contact:1" crm search zed -o entity,name,detail --no-header &&
	crm undo -q && crm undo -q
'

test_expect_success 'every format, chosen columns, and what is no search' '
	for format in table list csv tsv json jsonl; do
		crm search zoe -F $format >out && grep "O.Brien" out && grep zoe.ob@acme.test out || return 1
	done &&
	test_output "contact,1,Zoë O'"'"'Brien,zoe.ob@acme.test" crm search zoe --csv --no-header &&
	test_output "O'"'"'Brien" sh -c "crm search zoe -o name --no-header | cut -d\" \" -f2" &&
	test_output "contact:1" crm search zoe --template "{entity}:{id}\n" &&
	test_output "[]" crm search nobody --json &&
	test_exit 3 crm search nobody --exit-status && crm search nobody &&
	test_exit 2 crm search && test_exit 2 crm search "" && test_exit 2 crm search "&& ++" 2>err &&
	grep "no word" err && test_exit 2 crm search zoe --in contacs 2>err && grep "mean .contact.?" err
'

test_expect_success 'nothing that people type is read as a query' '
	for text in "\"" "a\"b" "NEAR(zoe)" "zoe OR mary" "-zoe" "{a} : zoe" "a:zoe" "zoe^2" "%zoe_" \
		"(zoe" "zoe)" "*" "**" "zoe *" "|zoe" "; DROP TABLE search" "zoe AND" "NOT" "\\" "^"; do
		crm search -- "$text" >out 2>err; rc=$?
		test $rc = 0 || { test $rc = 2 && grep "no word" err; } || { cat err; return 1; }
	done &&
	test "" = "$(links "zoe OR мария")" && test "contact:1" = "$(links -- "-zoe")"
'

test_expect_success '--search in a list goes with filters, sorts and columns' '
	test_output "1
4" crm contact list --search brien -s id -o id --no-header &&
	test_output "4
1" crm contact list --search brien -o id --no-header &&
	test_output 4 crm contact list --search brien -w "notes is not null" --ids &&
	test_output 2 crm contact count --search brien && test_output 0 crm contact count --search windmill &&
	test_output 2 sh -c "crm contact export --search 山 | wc -l" &&
	test_exit 2 crm contact list --search "" && test_exit 2 crm contact list --search x --deleted &&
	crm contact list --search brien --ids | crm contact tag found - &&
	test_output 2 crm contact count -w "tags = found" && test "contact:4 contact:1" = "$(links found)"
'

test_expect_success 'it follows what is set, tagged, deleted, restored, undone' '
	crm contact set 4 notes="a balloonist" && test "contact:4" = "$(links balloonist)" &&
	test "" = "$(links AT\&T)" && crm undo -q && test "contact:4" = "$(links AT\&T)" &&
	test "" = "$(links balloonist)" && crm undo "$(crm batch list -L 1 --ids)" -q &&
	test "contact:4" = "$(links balloonist)" &&
	crm contact untag found 1 && test "contact:4" = "$(links found)" && crm contact delete 4 &&
	test "" = "$(links balloonist)" && crm contact restore 4 && test "contact:4" = "$(links balloonist)" &&
	crm contact set 4 notes= && test "" = "$(links balloonist)" &&
	crm contact set 4 -n notes=nothing >out && test "" = "$(links nothing)" &&
	crm doctor --csv >out && grep "^search,ok" out
'

# rows N: so many contacts, from number N on
rows() {
	perl -e "print qq(name,email,tags,notes\n); print qq(Person \$_ Köhler,p\$_\@load.test,bulk,likes number \$_\n) for $1 .. $2"
}

test_expect_success 'imports: into an empty table, more of them, refused ones' '
	crm --db load.db init -q && (export CRM_DB=load.db &&
	rows 1 3000 >many.csv && crm contact import many.csv && rows 3001 3100 >more.csv &&
	crm contact import more.csv &&
	test_output 3100 crm contact count --search kohler && test "contact:2999" = "$(links "number 2999")" &&
	test_output 3000 sh -c "crm search bulk --in contact --ids | head -n 3000 | wc -l" &&
	test "contact:3050" = "$(links p3050@load.test)" &&
	{ rows 3101 3200 && echo "Bad One,p1@load.test,bulk,taken"; } >bad.csv &&
	test_exit 4 crm contact import bad.csv && test "" = "$(links "number 3150")" &&
	test_exit 6 crm contact import --partial bad.csv && test "contact:3150" = "$(links "number 3150")" &&
	crm contact import --mode upsert --key email many.csv && test "contact:2999" = "$(links "number 2999")" &&
	crm doctor --csv >out && grep "^search,ok" out && crm undo -q && crm undo -q &&
	test_output 3000 crm contact count --search kohler && crm undo -q && test "" = "$(links kohler)" &&
	crm undo "$(crm batch list -L 1 --ids)" -q && test_output 3000 crm contact count --search kohler &&
	crm doctor --csv >out && grep "^search,ok" out &&
	crm dump >dump && crm --db again.db init -q && crm --db again.db load dump &&
	test_output 3000 crm --db again.db contact count --search kohler &&
	crm --db again.db doctor --csv >out && grep "^search,ok" out)
'

test_expect_success 'so is a load into more than it brings' '
	crm --db more.db init -q && (export CRM_DB=more.db &&
	rows 1 9000 >many.csv && crm contact import many.csv &&
	rows 9001 11100 >more.csv && crm contact import more.csv &&
	test_output 11100 crm contact count --search kohler && test "contact:2" = "$(links p2@load.test)" &&
	test "contact:11050" = "$(links p11050@load.test)" &&
	for i in 1 2 3; do crm contact add "Kohler $i" -q || return 1; done &&
	test_output 11103 crm contact count --search kohler &&
	crm doctor --csv >out && grep "^search,ok" out &&
	for i in 1 2 3 4; do crm undo -q || return 1; done && test "" = "$(links p11050@load.test)" &&
	test_output 9000 crm contact count --search kohler &&
	crm doctor --csv >out && grep "^search,ok" out)
'

test_expect_success 'fields of your own are found by, sensitive ones are not' '
	crm field add contact hobby text && crm field add contact faith text --sensitive &&
	crm contact set 1 hobby=falconry faith=quaker && test "contact:1" = "$(links falconry)" &&
	test "" = "$(links quaker)" && crm field delete hobby && test "" = "$(links falconry)" &&
	crm undo -q && test "contact:1" = "$(links falconry)" &&
	crm field set faith sensitive=no && test "contact:1" = "$(links quaker)" &&
	crm field set hobby sensitive=yes && test "" = "$(links falconry)" &&
	crm undo -q && crm undo -q && test "contact:1" = "$(links falconry)" && test "" = "$(links quaker)" &&
	crm doctor --csv >out && grep "^search,ok" out
'

test_expect_success 'who may not write may search' '
	test "contact:1" = "$(CRM_USER=nobody links zoe)"
'

test_expect_success FILE 'nor is the file written' '
	chmod 400 "$CRM_DB" &&
	test "contact:1" = "$(links zoe)" && chmod 600 "$CRM_DB"
'

test_done

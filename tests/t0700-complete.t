#!/bin/sh
test_description='crm complete offers what could stand at the end of a line'
. "$(dirname "$0")/lib/setup.sh"

TAB=$(printf '\t')

# offers 'A B' WORDS...: those candidates, in any order, and no others.
offers() {
	echo "$1" | tr ' ' '\n' | sed '/^$/d' | sort >wanted
	shift
	crm complete -- "$@" >out 2>err || return 1
	test_must_be_empty err &&
	cut -f 1 out | sort >offered &&
	test_cmp wanted offered
}

# offers_line LINE WORDS...: among others, this whole candidate.
offers_line() {
	line=$1
	shift
	crm complete -- "$@" >out 2>err || return 1
	test_must_be_empty err &&
	cat out &&
	cut -f 1 out | grep -xF -e "$line" >/dev/null
}

offers_no() {
	! offers_line "$@" && test_must_be_empty err
}

test_expect_success 'nouns and commands come first' '
	offers_line contact "" &&
	offers_line init "" &&
	offers "contact config complete" co &&
	grep "^contact${TAB}people" out
'

test_expect_success 'verbs are those of the noun' '
	offers_line list contact "" &&
	offers_no move contact "" &&
	offers_line move opps "" &&
	offers "list show" batch "" &&
	offers "untag" contact un
'

test_expect_success 'options are those of the verb and the global ones' '
	offers "--where" contact list --wh &&
	offers_line -w contact list - &&
	offers_line --format contact list -- &&
	offers_line --db - &&
	offers "--dry-run" contact add --dr &&
	offers_no --where contact add --w &&
	offers "-w" contact list -w
'

test_expect_success 'an option that was given is not offered again, but -w' '
	offers "" contact list --limit 5 --lim &&
	offers "--where" contact list -w id=1 --wh
'

test_expect_success 'values of options' '
	offers "json jsonl" contact list -F j &&
	offers "--format=table --format=tsv" contact list --format=t &&
	offers "-Fcsv" contact list -Fc &&
	offers "-qFcsv" contact list -qFc &&
	offers "add update upsert" contact import x --mode "" &&
	offers "keep clear" contact import x --empty "" &&
	offers "auto always never" --color "" &&
	offers "account user contact" contact import x --create "" &&
	offers "account,user" contact import x --create account,us &&
	offers "month owner team" forecast --by "" &&
	offers_line stage report pipeline --by st &&
	offers_line core.db= -c "" &&
	offers "EUR" init --currency eu
'

test_expect_success 'names of files are left to the shell' '
	echo :file >wanted &&
	for words in --db --output "contact import" "contact import x --map"
	do
		crm complete -- $words "" >out && test_cmp wanted out || return 1
	done &&
	crm complete -- contact import x --map=a >out &&
	test_cmp wanted out
'

test_expect_success 'fields of -o and --sort, behind the last comma' '
	offers "id,email" contact list -o id,ema &&
	offers "+phone" contact list -o +pho &&
	offers "-name" contact list --sort -na &&
	offers "account.name" contact list -o account.na &&
	offers "account.owner.login" contact list -o account.owner.lo &&
	offers "account account." contact list -o account &&
	offers_line "*" contact list -o "" &&
	offers_no name,name contact list -o name,na &&
	offers_no tags contact list --sort "" &&
	offers "" batch list -o ""
'

test_expect_success 'fields to be set, and no other ones' '
	offers_line email= contact add "" &&
	offers "last_name=" contact add las &&
	offers_no id= contact add "" &&
	offers_no created_at= contact add "" &&
	offers_no weighted_amount= opp add "" &&
	offers "tags= tags+= tags-=" contact add ta
'

test_expect_success 'a field that was given is not offered again' '
	offers_no email= contact add email=a@b.test "" &&
	offers_line phone= contact add email=a@b.test "" &&
	offers_no name= contact add Ada "" &&
	offers_line name= contact add "" &&
	offers_line tags+= contact add tags+=a ta
'

test_expect_success 'values of fields' '
	offers "kind=customer kind=competitor" account add kind=c &&
	offers "active=yes active=no" user add active= &&
	offers "currency=EUR" account add currency=eu &&
	offers_line close_date=eom opp add close_date= &&
	offers "owner=me" contact add owner= &&
	offers "" contact add city= &&
	offers "" contact add nonsense= &&
	offers "" contact add id=
'

test_expect_success 'filters: a field, an operator, a value' '
	offers "kind=" account list -w ki &&
	offers "kind= kind!=" account list -w kind &&
	offers_line "amount>=" opp list -w amount &&
	offers_line "name^=" account list -w name &&
	offers "kind=partner" account list -w kind=p &&
	offers_line "kind != partner" account list -w "kind != p" &&
	offers_line "kind=partner and priority=A" \
	    account list -w "kind=partner and priority=" &&
	offers_line "not (kind=partner or kind=other" \
	    account list -w "not (kind=partner or kind=o" &&
	offers_line "kind in (partner, other" \
	    account list -w "kind in (partner, o" &&
	offers_line "account.kind=other" contact list -w account.kind=o &&
	offers_line "close_date<thismonth" report pipeline -w "close_date<" &&
	offers_line "opps." account list -w op &&
	offers_line "opps.amount=" account list -w opps.am &&
	offers_line "-wkind=" account list -wki
'

test_expect_success 'filters: nothing is offered where it is not known what' '
	offers "" account list -w "kind=partner x" &&
	offers "" account list -w "any(opps, st" &&
	offers "" account list -w "nonsense=" &&
	offers "" account list -w "name=\"a" &&
	offers "" account list -w "x.y.z"
'

test_expect_success 'help topics, and the verbs of a noun' '
	offers "contact config" help con &&
	offers_line filter help "" &&
	offers_line contact help "" &&
	offers "list" help contact li
'

test_expect_success 'after -- there are only operands' '
	offers "" contact list -- - &&
	offers "" contact add -- em
'

test_expect_success 'whatever is wrong with the line, nothing is said' '
	offers "" nonsense "" &&
	offers "" contact nonsense "" &&
	offers "" contact list --nonsense "" &&
	offers "" contact list "a${TAB}b" &&
	offers "" contact show a &&
	offers "" --db /nonexistent/x contact show a &&
	offers "" --tz Nowhere contact show a &&
	offers "" -vv contact show a &&
	offers_line contact &&
	mkdir -p .config/crm && echo "[nonsense" >.config/crm/config &&
	offers "list" contact li &&
	offers "" contact show a &&
	rm -r .config
'

test_expect_success 'no database was made by any of it' '
	test ! -e crm.db &&
	: >empty && cp empty empty.before &&
	offers "" --db empty contact show a &&
	test_cmp empty.before empty
'

test_expect_success 'a database' '
	crm init -q &&
	crm user add login=bob name="Bob Keller" &&
	crm account add "Acme Ltd" && crm account add "Acre" &&
	crm account add 2000 &&
	crm account add "Ünal & Söhne" &&
	crm product add "GTX Plus" code=GTX-P &&
	crm contact add first_name=Ada last_name=Lovelace \
	    email=ada@acme.test tags=vip,vienna &&
	crm contact add Zoe email=zoe@acme.test &&
	crm contact add "Ann Lee" email=ann@acme.test &&
	crm contact add "Ann Lee" &&
	crm contact add "$(printf "E\033vil")" &&
	crm opp add Deal stage=Won account="Acme Ltd"
'

test_expect_success 'records by name, login, code and e-mail address' '
	offers_line "Acme Ltd" account show ac &&
	offers_no "Acre" account show acm &&
	offers_line "Ünal & Söhne" account show una &&
	offers "bob" user show b &&
	offers "GTX-P" product show GT &&
	offers "GTX-P" product show "gtx p" &&
	offers_line "Ada Lovelace" contact show ad &&
	offers_line "Ada Lovelace" contact show love &&
	offers_line "Ada Lovelace" contact show "Ada L" &&
	offers "ada@acme.test" contact show ada@ &&
	grep "${TAB}Ada Lovelace$" out &&
	offers_line "contact:ada@acme.test" history contact:ada@
'

test_expect_success 'what several are called, or is no name, is not offered' '
	offers "4 ann@acme.test" contact show ann &&
	offers "3" account show 20 &&
	grep "^3${TAB}2000" out &&
	offers "5" contact show "E"
'

test_expect_success 'records by id' '
	offers_line 2 account show 2 &&
	grep "^2${TAB}Acre" out &&
	offers_no 0 account show 0
'

test_expect_success 'of a set, first the records, then the fields' '
	offers_no email= contact set "" &&
	offers_line "Zoe" contact set "" &&
	offers_line email= contact set 1 "" &&
	offers_no "Zoe" contact set 1 "" &&
	offers_line "Zoe" contact set 1 zo
'

test_expect_success 'the deleted are offered to restore alone' '
	crm contact delete Zoe &&
	offers "" contact show zo &&
	offers "Zoe" contact restore zo &&
	crm contact restore Zoe
'

test_expect_success 'values from the database' '
	offers_line "account=Acme Ltd" contact add account=Ac &&
	offers_line "owner=bob" contact add owner= &&
	offers "product=GTX-P" opp add product=G &&
	offers "tags+=vienna tags+=vip" contact set 1 tags+=v &&
	offers "tags-=x,vip" contact set 1 tags-=x,vip &&
	offers "vip vienna" contact tag vi &&
	offers "x,vip" contact tag x,vip &&
	offers "bob" --as b &&
	offers_line "Won" opp move "" &&
	offers "Won" opp move wo
'

test_expect_success 'in a filter names are quoted where they must be' '
	offers_line "account='\''Acme Ltd'\''" contact list -w account=acm &&
	offers_line "account=Acre" contact list -w account=acr &&
	offers_line "account=\"Acme Ltd\"" contact list -w "account=\"acm" &&
	offers "stage=Won" opp list -w stage=w &&
	offers "tags=vip" contact list -w tags=vip &&
	offers_line "owner=none" contact list -w owner=
'

test_expect_success 'what is offered in a filter is understood' '
	crm complete -- contact list -w "account=" | cut -f 1 >filters &&
	test "$(wc -l <filters)" -eq 4 &&
	while IFS= read -r filter
	do
		crm contact list -w "$filter" >/dev/null || return 1
	done <filters
'

test_expect_success 'what is offered as a record is found' '
	crm complete -- contact show "" | cut -f 1 >names &&
	test "$(wc -l <names)" -eq 5 &&
	while IFS= read -r name
	do
		crm contact show -- "$name" >/dev/null || return 1
	done <names
'

test_expect_success 'batches, newest first' '
	crm complete -- batch show "" >out &&
	test "$(cut -f 1 out | sort -nr | head -n 1)" = \
	    "$(cut -f 1 out | head -n 1)" &&
	grep "contact delete, 1 records, ada, 2026-11-22 12:00" out &&
	last=$(head -n 1 out | cut -f 1) &&
	crm undo -q "$last" &&
	offers_no "$last" undo "" &&
	offers_line "$last" batch show ""
'

test_expect_success 'at most 50 are offered' '
	for i in $(test_seq 1 60); do echo "Many $i"; done |
	    { echo name; cat; } >many.csv &&
	crm account import many.csv -q &&
	crm complete -- account show many >out &&
	test "$(wc -l <out)" -eq 50
'

test_expect_success FILE 'the database is only read' '
	chmod 400 crm.db && sum=$(cksum <crm.db) &&
	offers_line "Acme Ltd" account show ac &&
	test "$sum" = "$(cksum <crm.db)" &&
	chmod 600 crm.db
'

test_expect_success FILE 'the search for names uses the indexes' '
	sqlite3 crm.db "EXPLAIN QUERY PLAN SELECT id, name FROM contact WHERE
	    name_key >= '\''a'\'' AND name_key < '\''b'\'' AND deleted_at IS
	    NULL ORDER BY name_key, id LIMIT 50" >plan &&
	grep "USING INDEX contact_name_key" plan &&
	! grep "TEMP B-TREE" plan
'

test_expect_success 'views of SQL, and what is edited' '
	offers "opps" sql --views op &&
	offers_line "SELECT name FROM contacts" sql "SELECT name FROM cont" &&
	offers_line contact: edit "" && offers_line title= contact set 1 t &&
	offers_line title contact edit 1 --only t
'

test_expect_success 'a link leads only where its field may' '
	offers "of=audience: of=campaign:" member add of= &&
	offers "on=account: on=contact: on=lead:" address add on= &&
	offers_line on=case: activity add on= &&
	offers_line case: timeline "" && offers_line case: show ""
'

test_done

#!/bin/sh
test_description='security: what is kept from others, and what records cannot do'
. "$(dirname "$0")/lib/setup.sh"

crm init -q --demo || exit 1

# What a terminal obeys: escapes, bells, C1, bidi, zero width.
evil=$(printf 'a\033[31mb\033]0;title\007c\302\233Jd\342\200\256e\342\200\213f')
commands='`touch pwned`$(touch pwned);touch pwned|touch pwned'

# harmless FILE: nothing in it is obeyed, and the bell is there, escaped
harmless() {
	! LC_ALL=C grep -n "$(printf '[\001-\010\013-\037\177]')" "$1" &&
	! LC_ALL=C grep -n "$(printf '\302[\200-\237]')" "$1" &&
	! grep -n "$(printf '\342\200[\213\256]')" "$1" || return 1
}

test_expect_success 'no file that crm makes is for others, whatever the umask' '
	mkdir made && (
		umask 0 && cd made && export CRM_DB=$PWD/new.db HOME=$PWD/home &&
		crm init -q && mkdir home &&
		crm contact add Ada notes=secret && crm config set core.format=csv &&
		crm contact export --output all.csv && crm dump --output all.jsonl &&
		printf "name,email\nBob,b@x.test\nBad,bad\n" >in.csv && chmod 600 in.csv &&
		test_exit 6 crm contact import in.csv --partial --rejects bad.csv &&
		sqlite3 new.db ".shell true" "BEGIN; SELECT count(*) FROM contact;" \
			".shell crm contact add Cem && ls -l new.db-* >logs" >/dev/null &&
		chmod 600 logs && rm -f seen && find . ! -type d -perm /077 >seen &&
		chmod 600 seen && find home -perm /077 ! -path home >>seen && cat seen &&
		! grep -v "^./seen$\|^home$" seen
	)
'

test_expect_success FILE 'nor is the log beside the database, while it is there' '
	grep "^-rw-------.*new.db-wal$" made/logs && grep "^-rw-------.*new.db-shm$" made/logs
'

# spooled PID: the mode and the links of the file that it keeps in tmp.
spooled() {
	for i in $(seq 200)
	do
		for fd in /proc/"$1"/fd/*
		do
			case $(readlink "$fd") in
			"$PWD/tmp/"*)
				stat -L -c "%a %h" "$fd"
				return
			esac
		done
		sleep 0.05
	done
	return 1
}

test_expect_success 'what is spooled from stdin has no name, and is not for others' '
	crm contact list --ids >ids && for i in $(seq 3000); do cat ids; done >many &&
	mkdir tmp && mkfifo in && {
		(umask 0 && TMPDIR=$PWD/tmp exec crm contact tag t - -q <in >/dev/null) &
		pid=$! && exec 9>in && cat many >&9 && spooled $pid >mode
		ls tmp >left
		exec 9>&- && wait $pid
	} && test_output "600 0" cat mode && test_must_be_empty left && rm in
'

test_expect_success 'a configuration that others can write is refused' '
	mkdir -p .config/crm && printf "[alias]\nx = !touch pwned\n" >.config/crm/config &&
	for mode in 620 602 666
	do
		chmod $mode .config/crm/config &&
		test_exit 7 crm x 2>err && cat err &&
		grep "^crm: others can write .*/config$" err && grep "^hint: .*chmod go-w" err &&
		test_exit 7 crm contact list 2>err && grep "others can write" err || return 1
	done &&
	test ! -e pwned &&
	chmod 644 .config/crm/config && crm x && test -e pwned && rm pwned &&
	mv .config/crm/config mine && chmod 664 mine &&
	test_exit 7 crm --config mine contact list && test_exit 7 env CRM_CONFIG=mine crm contact list &&
	crm config list --file mine >out && grep alias.x out
'

test "$(id -u)" = 0 && test_set_prereq ROOT
test_expect_success ROOT 'so is one of somebody else' '
	chmod 600 mine && chown 12345 mine &&
	test_exit 7 crm --config mine contact list 2>err &&
	grep "^crm: mine belongs to somebody else$" err && rm mine
'

test_expect_success 'and a driver that others can write' '
	mkdir modules && : >modules/postgres.so && chmod 646 modules/postgres.so &&
	CRM_MODULES=$PWD/modules test_exit 7 crm --db postgresql://h/d contact list 2>err &&
	grep "^crm: others can write the driver .*/postgres.so$" err && grep "^hint: .*chmod" err
'

test_expect_success ROOT 'or that is of somebody else' '
	chmod 600 modules/postgres.so && chown 12345 modules/postgres.so &&
	CRM_MODULES=$PWD/modules test_exit 7 crm --db postgresql://h/d contact list
'

test_expect_success 'records with escapes in them' '
	crm account add "$evil" notes="$evil" tags="$evil" city="$evil" >id &&
	crm contact add first_name="$evil" last_name="$evil" account="$(cat id)" notes="$evil" >cid &&
	crm opp add "$evil" account="$(cat id)" next_step="$evil" amount=1 &&
	crm segment add name="$evil" entity=contact filter="name ~ '\''$evil'\''" &&
	crm log note contact:$(cat cid) "$evil" &&
	crm contact set $(cat cid) title="$evil" && crm product add "$evil" && crm team add "$evil" && crm article add "$evil"
'

test_expect_success 'whatever shows them for people escapes them' '
	id=$(cat id) cid=$(cat cid) && while read -r line
	do
		eval "crm $line" >out 2>err && harmless out && harmless err &&
		grep "x1b" out >/dev/null || { echo "$line"; cat out err; return 1; }
	done <<-\EOF2
	account list --table
	account list --list -o "*"
	account show $id --table
	account show $id --list
	contact list --table -o name,account,account.notes,tags
	show contact:$cid --table
	timeline contact:$cid --table
	history contact:$cid --table
	contact history $cid --list
	search title --table
	opp list --table -w "next_step ~ title"
	report pipeline --by account --table
	segment list --table
	sql "select name, notes from accounts" --table
	product list --table
	EOF2
'

test_expect_success 'and so does what is said of them' '
	printf "name,owner\n%s,%s\n" "$evil" "$evil" >"$evil.csv" &&
	test_exit 4 crm contact import "$evil.csv" 2>err && harmless err && grep x1b err &&
	printf "%s\n1\n" "$evil" >head.csv &&
	test_exit 4 crm contact import head.csv 2>err && harmless err && grep x1b err &&
	printf "{\"name\":\"x\",\"%s\":1}" "k\\u001b\\u202e" >in.json &&
	test_exit 4 crm contact import in.json 2>err && harmless err &&
	test_exit 5 crm contact add X account="$(cat id)" ext_id=1 -- 2>err || : &&
	printf "[core]\nformat = %s\n" "$evil" >evil.conf &&
	test_exit 4 crm --config evil.conf contact list 2>err && harmless err && grep x1b err &&
	test_exit 2 crm sql "select $evil" 2>err && harmless err
'

test_expect_success 'aliases and batches are escaped, too' '
	printf "[alias]\n\tx = \"%s\"\n" "contact list $evil" >evil.conf &&
	crm --config evil.conf help -a >out && harmless out && grep x1b out &&
	crm --config evil.conf help x >out && harmless out && grep x1b out &&
	CRM_DB=$evil crm >out && harmless out && grep x1b out &&
	crm --config evil.conf config list --table >out && harmless out &&
	crm account add B --batch-key "$evil" && crm batch list --table >out && harmless out &&
	crm batch show "$(crm batch list --csv --no-header -o id | head -n 1)" --table >out && harmless out
'

test_expect_success 'what is completed has no control characters' '
	crm complete contact show "" >out && crm complete account show "" >>out &&
	crm complete opp show "" >>out && crm complete -- contact list -w "account=" >>out &&
	! LC_ALL=C grep "$(printf "[\001-\010\013-\037\177]")" out
'

test_expect_success 'names that are commands are none' '
	crm account add "$commands" notes="$commands" >cmd &&
	EDITOR=true crm edit "account:$(cat cmd)" &&
	crm account export --output "$commands.csv" && test -e "$commands.csv" &&
	crm account import "$commands.csv" -n --mode upsert --key id &&
	crm account list -w "name = '\''$commands'\''" --ids &&
	printf "[alias]\n\ty = account list --ids -w\n" >a.conf &&
	crm --config a.conf y "name = '\''$commands'\''" && test ! -e pwned &&
	printf "[alias]\n\tz = !echo\n" >a.conf &&
	test_output "$commands" crm --config a.conf z "$commands" && test ! -e pwned
'

test_expect_success 'nor do they lead out of a folder' '
	crm account add "../../../escape" >esc && mkdir -p in/ner &&
	printf "#!/bin/sh\necho \"\$1\" >\"\$HOME/edited\"\n" >ed && chmod 755 ed &&
	(cd in/ner && EDITOR=../../ed crm account edit "$(cat ../../esc)") &&
	grep "/crm-edit-[^/]*/[^/]*$" edited && ! grep -F .. edited
'

test_expect_success 'a program of the current folder is none' '
	printf "#!/bin/sh\ntouch pwned\n" >crm-evil && chmod 755 crm-evil &&
	test_exit 2 env PATH=":$PATH:" crm evil && test ! -e pwned &&
	mkdir more && mv crm-evil more/crm-list && cp more/crm-list more/crm-contact &&
	PATH=$PWD/more:$PATH crm contact count && test ! -e pwned &&
	test_exit 2 crm ../more/crm-list && test ! -e pwned
'

cat >names <<\EOF
x'; DROP TABLE account; --
" OR ""="
%s%s%s%n%n%99999999d
$1 :p ?1 @x
\x27 \u0027 U&'\0027'
EOF

test_expect_success 'a name is no SQL, and no format' '
	n=$(crm account count) && while read -r name
	do
		crm account add -- "$name" >i &&
		crm account show "$(cat i)" --template "{name}\n" >out &&
		printf "%s\n" "$name" | test_cmp - out &&
		crm account list -w "name = :n" --param n="$name" --ids >out && test_cmp i out &&
		crm account delete "$name" -y || return 1
	done <names &&
	test_output "$n" crm account count && engine_sound
'

test_done

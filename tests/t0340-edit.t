#!/bin/sh
test_description='records in an editor: edit REF, NOUN edit, a text that is kept'
. "$(dirname "$0")/lib/setup.sh"

mkdir tmp bin
export TMPDIR="$PWD/tmp"
unset VISUAL EDITOR

# An editor that runs the script of sed in $SED, and looks round.
cat >bin/editor <<\EOF2
#!/bin/sh
cp "$1" "$HOME/given"
stat -c %a "$1" "$(dirname "$1")" >"$HOME/modes"
test -z "$SED" || sed -i "$SED" "$1"
test -z "$ALSO" || eval "$ALSO"
touch "$1~"
exit "${STATUS:-0}"
EOF2
chmod +x bin/editor
export PATH="$PWD/bin:$PATH" EDITOR=editor

edit() {
	SED=$1 && shift && export SED && crm "$@"
}

# No text is left behind; one is, and KEPT is its name.
none_kept() {
	test -z "$(ls tmp)"
}
one_kept() {
	KEPT=$(ls tmp/*/*.txt) && test -f "$KEPT" &&
	grep "the text is kept in $PWD/$KEPT" err
}
forget() {
	rm -r tmp/* && none_kept
}

test_expect_success 'a record is changed, and its text is gone' '
	crm init -q && crm account add Acme && crm account add Bit priority=A &&
	crm contact add "Ada Lovelace" account=Acme phone="+44 20 1" tags="a;b" notes="one
two" &&
	test_output 1 edit "s/^title:.*/title: Countess/" edit contact:1 &&
	test_output "Countess,Ada Lovelace,Acme" crm contact show 1 -o title,name,account --no-header &&
	printf "600\n700\n" | expect_file modes &&
	grep "^\[contact:1\] revision 1$" given && grep "^account: Acme$" given &&
	grep "^tags: a;b$" given && grep "^#   birthday *day of birth$" given &&
	sed -n "/^notes:/,/^ext_id/p" given >out && expect_file out <<-\EOF2 &&
	notes:
	| one
	| two
	ext_id:
	EOF2
	none_kept &&
	crm contact history 1 --no-header -o op,field | head -1 | grep "^changed,title$"
'

test_expect_success 'nothing changed is nothing done' '
	n=$(crm batch list | wc -l) && rev=$(crm contact show 1 -o rev --no-header) &&
	no_complaints edit "" edit contact:1 &&
	no_complaints edit "s/Countess/Countess  /; s/^# What/# Whatever/" contact edit 1 &&
	no_complaints edit "/^email/d; /^phone/d" contact edit 1 &&
	no_complaints edit d contact edit 1 &&
	test "$(crm batch list | wc -l)" = "$n" &&
	test_output "$rev,+44 20 1" crm contact show 1 -o rev,phone --no-header && none_kept
'

test_expect_success 'a value is cleared, a text of lines is written, fields are added' '
	test_output 1 edit "s/^phone:.*/phone:/; s/^| two/| 2\n|\n|   # three/; /^# Fields/,\$d" \
		contact edit "Ada Lovelace" &&
	printf "one\n2\n\n  # three\n" >expected &&
	crm contact show 1 --template "{notes}\n" -o notes >actual && test_cmp expected actual &&
	test_output "1," crm contact show 1 -o id,phone --no-header &&
	test_output 1 edit "/^title:/i city: London" contact edit 1 --only title &&
	expect_file given <<-EOF2 &&
	$(sed -n "1,/^#$/p" given | head -4)
	# notes:
	# | first line
	# | second line

	[contact:1] revision 3
	title: Countess

	# Fields of contact:
	#   title  what they are there
	EOF2
	test_output London crm contact show 1 -o city --no-header
'

test_expect_success 'several records of a filter, from stdin, one batch' '
	crm contact add "Bob Byte" account=Bit >/dev/null && n=$(crm batch list | wc -l) &&
	printf "1\n2\n" >expected &&
	edit "s/^country:.*/country: DE/" contact edit -w "id>0" --only country >actual &&
	test_cmp expected actual && test "$(crm batch list | wc -l)" = "$((n + 1))" &&
	test_output 2 edit "/contact:2/,\$s/^country:.*/country: FR/" contact edit --all --only country &&
	crm contact list --ids >expected &&
	edit "s/^language:.*/language: en/" contact edit - <expected >actual &&
	test_cmp expected actual &&
	no_complaints crm contact edit -w "id<0" && test_exit 3 crm contact edit -w "id<0" --exit-status &&
	test_exit 2 crm contact edit 2>err && grep "which contacts" err &&
	none_kept
'

test_expect_success 'what is printed is as of set' '
	edit "s/^title:.*/title: x/" contact edit 1 2 --jsonl -o id,title >out &&
	expect_file out <<-\EOF2 &&
	{"id":1,"title":"x"}
	{"id":2,"title":"x"}
	EOF2
	edit "s/^title:.*/title: y/" -n contact edit 1 2>err >out && test_must_be_empty out &&
	grep "would be: 1 contact changed" err &&
	test_output x crm contact show 1 -o title --no-header && none_kept
'

test_expect_success 'wrong lines are named, the text is kept and can be saved later' '
	test_exit 4 edit "s/^birthday:.*/birthday: someday/; s/^title:.*/title: new/; s/^country:/cuontry:/" \
		contact edit 1 2>err && one_kept &&
	b=$(grep -n ^birthday: "$KEPT" | cut -d: -f1) && c=$(grep -n ^cuontry: "$KEPT" | cut -d: -f1) &&
	grep "^$PWD/$KEPT:$b: birthday: .someday. is" err &&
	grep "^$PWD/$KEPT:$c: .*no field .cuontry" err && grep "did you mean .country" err &&
	grep "hint: mend it, then: crm edit --from $PWD/$KEPT" err &&
	test_output x crm contact show 1 -o title --no-header &&
	sed -i "s/someday/1815-12-10/; s/^cuontry: DE/country: GB/" "$KEPT" &&
	crm edit --from "$KEPT" -n -q && test -f "$KEPT" && touch "$KEPT~" &&
	test_output 1 crm edit --from "$KEPT" && none_kept &&
	test_output "new,1815-12-10,GB" crm contact show 1 -o title,birthday,country --no-header
'

test_expect_success 'a text that can not be read is kept, too' '
	test_exit 4 edit "s/^title:/title/" contact edit 1 2>err && one_kept &&
	grep "txt:[0-9]*: this is no line FIELD: VALUE" err && forget &&
	test_exit 4 edit "s/^.contact:1. rev/[contact:1] rve/" contact edit 1 2>err && one_kept &&
	grep "this is no heading" err && forget &&
	test_exit 4 edit "s/^.contact:1./[account:1]/; s/^title:.*/title: z/" contact edit 1 2>err &&
	grep "is no contact by its id" err && one_kept && forget &&
	test_exit 3 edit "s/^.contact:1./[contact:99]/; s/^title:.*/title: z/" contact edit 1 2>err &&
	one_kept && forget
'

test_expect_success 'what several may not have is a conflict in its line' '
	crm contact set 2 email=bob@x.test -q >/dev/null &&
	test_exit 5 edit "s/^email:.*/email: bob@x.test/" contact edit 1 2>err &&
	grep "txt:[0-9]*: email: .bob@x.test. is taken by contact 2" err && one_kept && forget &&
	test_exit 7 edit "s/^title:/rev: 7\ntitle:/" contact edit 1 2>err && grep "can.t be set" err && forget
'

test_expect_success 'somebody else changed it meanwhile' '
	export ALSO="crm contact set 1 department=Sums -q" &&
	test_exit 5 edit "s/^title:.*/title: late/" contact edit 1 2>err && unset ALSO && one_kept &&
	grep "contact:1 was changed meanwhile: its revision is" err && grep "crm contact history 1" err &&
	test_output "new,Sums" crm contact show 1 -o title,department --no-header &&
	test_exit 5 crm edit --from "$KEPT" 2>err && grep "$KEPT:[0-9]*: contact:1 was changed" err &&
	sed -i "s/ revision [0-9]*//; /^department/d" "$KEPT" && test_output 1 crm edit --from "$KEPT" &&
	test_output "late,Sums" crm contact show 1 -o title,department --no-header && none_kept &&
	export ALSO="crm contact set 1 department=Maths -q" &&
	test_output 2 edit "/contact:2/,\$s/^title:.*/title: fine/" contact edit 1 2 && unset ALSO &&
	test_output Maths crm contact show 1 -o department --no-header &&
	export ALSO="crm contact delete 2 -q" &&
	test_exit 5 edit "s/^title:.*/title: gone/" contact edit 2 2>err && unset ALSO &&
	grep "crm contact restore 2" err && forget && crm contact restore 2 -q
'

test_expect_success 'a text on stdin' '
	printf "[contact:2]\ntitle: Clerk\nnotes:\n| a\n| b\n[contact:1]\ntitle: Lady" |
		crm edit --from - >actual && printf "2\n1\n" >expected && test_cmp expected actual &&
	test_output "Clerk,Bob Byte" crm contact show 2 -o title,name --no-header &&
	no_complaints crm edit --from /dev/null &&
	mkdir -m 755 crm-edit-123456 && printf "[contact:1]\n" >crm-edit-123456/my.txt &&
	no_complaints crm edit --from crm-edit-123456/my.txt && test -f crm-edit-123456/my.txt &&
	printf "[contact:2]\ntitle: x\n[account:1]\nname: y\n" >two &&
	test_exit 4 crm edit --from two 2>err && grep "^two:3: .account:1. is no contact" err &&
	grep "^crm: nothing was changed$" err &&
	printf "[nobody:2]\ntitle: x\n" >two && test_exit 4 crm edit --from two 2>err &&
	test_exit 3 crm edit --from nothing 2>err && grep nothing err &&
	test_exit 2 crm edit 2>err && grep "contact:42" err &&
	test_exit 2 crm edit contact:1 --from two && test_exit 2 crm edit contact && test_exit 3 crm edit contact:99
'

test_expect_success 'money by its currency, references by name or id' '
	crm opp add Deal account=Acme amount=10 -q >/dev/null &&
	test_output 1 edit "s/^amount:.*/amount: 1234.567/; s/^currency:.*/currency: KWD/; s/^stage:.*/stage: won/" opp edit 1 &&
	test_output "1234.567,KWD,Won" crm opp show 1 -o amount,currency,stage --no-header &&
	crm account add Bit && test_output 1 edit "s/^account:.*/account: 3/" contact edit 1 &&
	test_output 3 crm contact show 1 -o account.id --no-header &&
	no_complaints edit "" contact edit 1 && grep "^account: 3$" given &&
	test_exit 5 edit "s/^account:.*/account: Bit/" contact edit 1 2>err &&
	grep "account: .*ambiguous" err && forget &&
	test_output 1 edit "s/^stage:.*/stage: Lost/" edit opp:1 &&
	test_output Lost crm opp show 1 -o stage --no-header
'

test_expect_success 'a field that is named twice is shown once' '
	edit "" contact edit 1 --only email,name,email &&
	test "$(grep -c "^email:" given)" = 1 && none_kept
'

test_expect_success 'sensitive fields are shown when they are named' '
	crm field add contact faith text --sensitive -q >/dev/null && crm contact set 1 faith=none -q >/dev/null &&
	no_complaints edit "" contact edit 1 && ! grep faith given &&
	test_output 1 edit "s/faith: .*/faith: x/" contact edit 1 --only name,faith &&
	test_exit 2 crm contact edit 1 --only nmae 2>err && grep "did you mean .name" err &&
	test_exit 7 crm contact edit 1 --only id && none_kept
'

test_expect_success 'the editor is the one that is configured, and may fail' '
	export STATUS=3 && test_exit 1 edit "" contact edit 1 2>err && grep "ended with status 3" err &&
	none_kept && test_exit 1 edit "s/^title:.*/title: no/" contact edit 1 2>err && one_kept &&
	test_output Lady crm contact show 1 -o title --no-header && forget && unset STATUS &&
	test_exit 1 env EDITOR=/no/such crm contact edit 1 2>err && grep "status 127" err && none_kept &&
	VISUAL="$EDITOR" EDITOR=false edit "s/^title:.*/title: a/" contact edit 1 -q &&
	VISUAL=false edit "s/^title:.*/title: b/" -c core.editor="sed -i s/^title:.*/title:c/" contact edit 1 -q &&
	test_output c crm contact show 1 -o title --no-header
'

test_expect_success 'nobody is asked where nobody may be, and rights are looked at first' '
	test_exit 7 edit "" --no-input contact edit 1 2>err && grep "crm edit --from" err &&
	test_exit 7 env CRM_NO_INPUT=1 crm edit contact:1 &&
	rm -f given && crm user add eve role=readonly -q >/dev/null && test_exit 7 crm --as eve contact edit 1 &&
	test ! -f given && none_kept &&
	printf "[contact:1]\ntitle: d\n" | crm --no-input edit --from - -q
'

test_expect_success 'once with a batch key' '
	test_output 1 edit "s/^title:.*/title: once/" contact edit 1 --batch-key k1 && rm given &&
	test_output 1 edit "s/^title:.*/title: twice/" contact edit 1 --batch-key k1 2>/dev/null &&
	test ! -f given && test_output once crm contact show 1 -o title --no-header &&
	test_exit 5 edit "" contact edit 2 --batch-key k1 &&
	printf "[contact:1]\ntitle: more\n" >text && test_output 1 crm edit --from text --batch-key k2 &&
	test_output 1 crm edit --from text --batch-key k2 -q && sed -i s/more/less/ text &&
	test_exit 5 crm edit --from text --batch-key k2
'

test_expect_success 'undo takes all of it back; a hook may refuse, and the text is kept' '
	edit "s/^title:.*/title: t/" contact edit 1 2 -q >/dev/null && crm undo -q &&
	test_output more crm contact show 1 -o title --no-header &&
	mkdir hooks && printf "#!/bin/sh\nexit 1\n" >hooks/pre-modify && chmod 755 hooks hooks/pre-modify &&
	test_exit 7 edit "s/^title:.*/title: h/" -c core.hooks="$PWD/hooks" contact edit 1 2>err && one_kept &&
	forget
'

test_done

#!/bin/sh
test_description='the completion files work in bash, zsh and fish'
. "$(dirname "$0")/lib/setup.sh"

# Two names alike but for their beginning, one with a blank and a sign.
test_expect_success 'a database' '
	crm init -q &&
	crm account add "Acme & Sons" && crm account add "Zeta" &&
	crm contact add first_name=Ada last_name=Lovelace &&
	crm contact add first_name=Bea last_name=Lovelace &&
	crm contact add Zoe email=zoe@acme.test tags=vip &&
	mkdir files && : >files/in.csv
'

if command -v bash >/dev/null
then
	test_set_prereq BASH
fi
if command -v zsh >/dev/null
then
	test_set_prereq ZSH
fi
if command -v fish >/dev/null
then
	test_set_prereq FISH
fi

# bash_offers EXPECTED LINE WORDS...: what bash is told for LINE, which it has
# cut into WORDS; the options of the completion stand in "options".
cat >complete.bash <<\EOS
source "$TOP/completions/crm.bash"
compopt() {
	echo "$@" >>options
}
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_crm
[[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
EOS
bash_offers() {
	: >options
	printf %b "$1" >expected
	shift
	TOP=$TOP bash --norc complete.bash "$@" >actual &&
	test_cmp expected actual
}

test_expect_success BASH 'bash: commands and verbs' '
	bash_offers "contact\nconfig\ncomplete\n" "crm co" crm co &&
	bash_offers "list\n" "crm contact li" crm contact li &&
	test_must_be_empty options
'

test_expect_success BASH 'bash: what COMP_WORDBREAKS cuts is put together' '
	bash_offers "Won\n" "crm opp add stage=W" crm opp add stage = W &&
	bash_offers "yes\nno\n" "crm user add active=" crm user add active = &&
	bash_offers "json\njsonl\n" "crm contact list --format=j" \
	    crm contact list --format = j &&
	bash_offers "acme.test\n" "crm contact show zoe@" \
	    crm contact show zoe @ &&
	bash_offers "Zoe\n" "crm history contact:zo" crm history contact : zo
'

test_expect_success BASH 'bash: a blank ends a word' '
	bash_offers "Zoe\n" "crm contact set email= zo" \
	    crm contact set email = zo
'

test_expect_success BASH 'bash: no blank is put behind what goes on' '
	bash_offers "email=\n" "crm contact add em" crm contact add em &&
	grep nospace options
'

test_expect_success BASH 'bash: names are quoted as the word is' '
	bash_offers "Acme\\\\ \\\\&\\\\ Sons\n" "crm account show ac" \
	    crm account show ac &&
	bash_offers "Acme & Sons\n" "crm account show \"Acm" \
	    crm account show "\"Acm" &&
	bash_offers "Acme & Sons\n" "crm account show '\''Acme &" \
	    crm account show "'\''Acme &" &&
	bash_offers "Acme\\\\ \\\\&\\\\ Sons\n" "crm account show Acme\\ " \
	    crm account show "Acme\\ " &&
	bash_offers "account='\''Acme & Sons'\''\n" \
	    "crm contact list -w \"account=a" \
	    crm contact list -w "\"account=a"
'

test_expect_success BASH 'bash: names that begin otherwise replace nothing' '
	bash_offers "Ada\\\\ Lovelace\nBea\\\\ Lovelace\n \n" \
	    "crm contact show love" crm contact show love
'

test_expect_success BASH 'bash: files' '
	bash_offers "" "crm account import " crm account import "" &&
	grep default options
'

test_expect_success BASH 'bash: the word ends at the cursor' '
	cat >cursor.bash <<-\EOS &&
	source "$TOP/completions/crm.bash"
	COMP_LINE="crm contact lisx --json" COMP_POINT=15
	COMP_WORDS=(crm contact lisx --json) COMP_CWORD=2
	_crm
	echo "${COMPREPLY[@]}"
	EOS
	TOP=$TOP test_output list bash --norc cursor.bash
'

test_expect_success BASH 'bash: it is bound to crm' '
	bash --norc -c "source \"$TOP/completions/crm.bash\" &&
	    complete -p crm" >bound &&
	grep -e "-F _crm crm" bound
'

# zsh: compadd is called as it would be, and shows what it is given.
cat >complete.zsh <<\EOS
fpath=($TOP/completions $fpath)
autoload -Uz _crm
typeset -A compstate
compadd() {
	print -r -- "$@" >>how
	[[ -z "${(P)@[-1]}" ]] || print -rl -- "${(@P)@[-1]}"
}
compset() {
	print -r -- "compset $@" >>how
}
_files() {
	print files
}
words=("$@") CURRENT=$# PREFIX=${@[-1]}
_crm
EOS
zsh_offers() {
	rm -f how
	printf %b "$1" >expected
	shift
	TOP=$TOP zsh -f complete.zsh "$@" >actual &&
	test_cmp expected actual
}

test_expect_success ZSH 'zsh: commands, verbs, values' '
	zsh_offers "contact\nconfig\ncomplete\n" crm co &&
	zsh_offers "list\n" crm contact li &&
	zsh_offers "--format=json\n--format=jsonl\n" \
	    crm contact list --format=j &&
	zsh_offers "stage=Won\n" crm opp add stage=W
'

test_expect_success ZSH 'zsh: no blank is put behind what goes on' '
	zsh_offers "email=\n" crm contact add em &&
	grep -e "-S .*about_open -a open_" how
'

test_expect_success ZSH 'zsh: quoted words are read, names are left to it' '
	zsh_offers "Acme & Sons\n" crm account show "Acme\\ " &&
	zsh_offers "Zoe\n" crm contact set "name=a\\ b" zo
'

test_expect_success ZSH 'zsh: names that begin otherwise are offered' '
	zsh_offers "Ada Lovelace\nBea Lovelace\n" crm contact show love &&
	grep -e "-U" how
'

test_expect_success ZSH 'zsh: files' '
	zsh_offers "files\n" crm account import x --map=f &&
	grep "compset -P --\*=" how
'

test_expect_success ZSH 'zsh: compinit takes it' '
	TOP=$TOP test_output _crm zsh -f -c "fpath=(\$TOP/completions \$fpath)
	    autoload -Uz compinit && compinit -u -D && print \$_comps[crm]"
'

cat >complete.fish <<\EOS
source $TOP/completions/crm.fish
complete -C "$argv[1]"
EOS
fish_offers() {
	printf %b "$1" >expected
	TOP=$TOP fish --no-config complete.fish "$2" >all &&
	cut -f 1 all >actual &&
	test_cmp expected actual
}

test_expect_success FISH 'fish: commands, verbs, values' '
	fish_offers "contact\nconfig\ncomplete\n" "crm co" &&
	grep "^contact	people" all &&
	fish_offers "list\n" "crm contact li" &&
	fish_offers "--where\n" "crm contact list --whe" &&
	fish_offers "email=\n" "crm contact add ema" &&
	fish_offers "stage=Won\n" "crm opp add stage=W"
'

test_expect_success FISH 'fish: quoted words are read' '
	fish_offers "Acme & Sons\n" "crm account show Acme\\ " &&
	fish_offers "Acme & Sons\n" "crm account show \"Acme &" &&
	fish_offers "Zoe\n" "crm contact set name=\"a b\" zo"
'

test_expect_success FISH 'fish: names that begin otherwise are offered' '
	fish_offers "Ada Lovelace\nBea Lovelace\n" "crm contact show love"
'

test_expect_success FISH 'fish: files' '
	fish_offers "files/in.csv\n" "crm account import files/" &&
	fish_offers "--map=files/in.csv\n" "crm account import x --map=files/"
'

test_done

#!/bin/sh
# A short tour over a fresh demo database: each command is shown, then run.
TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 1
demo=${CRM_BUILD:-$TOP/build}/demo
PATH=${CRM_BUILD:-$TOP/build}:$PATH

for name in $(env | sed -n 's/^\(CRM_[A-Z_]*\)=.*/\1/p'); do
	unset "$name"
done
rm -rf "$demo"
mkdir -p "$demo" && cd "$demo" || exit 1
export CRM_DB="$demo/crm.db" CRM_USER=ada CRM_CONFIG=/dev/null CRM_FORMAT=table

# Shown as it would be typed: words with odd characters are quoted.
show() {
	printf '\n$'
	for word; do
		case $word in
		*[!A-Za-z0-9_./=,:@+-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	echo
}

run() {
	show "$@"
	"$@" || {
		echo "exit status $?: $*" >&2
		exit 1
	}
}

run crm init --demo
run crm contact list -L 5
run crm opp list -w 'amount > 20k' -s -amount -L 5
run crm report pipeline
run crm forecast --by month

cat >people.csv <<\EOF
First name,Last name,E-mail,Title
Grace,Hopper,grace@navy.test,Rear admiral
Edsger,Dijkstra,edsger@math.test,Professor
EOF
run cat people.csv
run crm contact import --dry-run people.csv
run crm contact import people.csv
run crm contact show grace@navy.test --list -o id,name,email,title
run crm undo
run crm contact count -w 'email = grace@navy.test'

printf '\nThe database is %s.  Try it:\n' "$CRM_DB"
printf '    export CRM_DB=%s PATH=%s:$PATH\n' "$CRM_DB" "${PATH%%:*}"
printf '    crm help tutorial\n'

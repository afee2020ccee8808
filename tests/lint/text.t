#!/bin/sh
# mandoc over the manuals and shellcheck over the shell scripts.
cd "$(dirname "$0")/../.." || exit 1

n=0
failed=0
check() {
	file=$1
	shift
	test -e "$file" || return 0
	n=$((n + 1))
	if complaints=$("$@" "$file" 2>&1) && test -z "$complaints"; then
		echo "ok $n - $file"
	else
		echo "not ok $n - $file"
		echo "$complaints" | sed 's/^/# /'
		failed=1
	fi
}

for page in man/*.[1-9]; do
	check "$page" mandoc -T lint -W warning
done
for script in .ci/run .ci/deps tests/*.sh tests/lib/*.sh tests/lint/*.t \
    tests/*.t; do
	check "$script" shellcheck -x -s sh
done
for script in completions/*.bash; do
	check "$script" shellcheck -s bash
done
# Scripts without an extension say what they are in their first line.
for script in tests/bench/*; do
	case $(test -f "$script" && head -n 1 "$script") in
	*bash) check "$script" shellcheck -s bash ;;
	*sh) check "$script" shellcheck -s sh ;;
	esac
done
echo "1..$n"
exit "$failed"

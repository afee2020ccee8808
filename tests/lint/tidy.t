#!/bin/sh
# clang-tidy, or cppcheck where it is absent, over the program, JOBS at a
# time.  LINT_FLAGS are those of the compiler.
cd "$(dirname "$0")/../.." || exit 1
log=${CRM_BUILD:-build}/lint
rm -rf "$log"
mkdir -p "$log" || exit 1

set -- src/*/*.c cmd/*.c
for file; do
	shift
	test -e "$file" && set -- "$@" "$file"
done
echo "1..$#"

if command -v clang-tidy >/dev/null; then
	tool='clang-tidy --quiet "$1" -- $LINT_FLAGS'
else
	tool='cppcheck -q --std=c11 --enable=warning,portability \
	    --inline-suppr --library=posix -Iinclude -Isrc "$1"'
fi
# Of stderr only what explains a failure is kept: clang-tidy counts there the
# warnings that it does not show.
printf '%s\n' "$@" | LOG=$log xargs -P "${JOBS:-2}" -n 1 sh -c '
	out=$LOG/$(echo "$1" | tr / -)
	'"$tool"' >"$out" 2>&1
	status=$?
	sed -i "/^[0-9]* warnings\{0,1\}.* generated\.$/d" "$out"
	test $status -eq 0 && test ! -s "$out" && rm "$out"
	:' sh

n=0
for file; do
	n=$((n + 1))
	out=$log/$(echo "$file" | tr / -)
	if test -e "$out"; then
		echo "not ok $n - $file"
		sed 's/^/# /' "$out"
		failed=1
	else
		echo "ok $n - $file"
	fi
done
exit "${failed:-0}"

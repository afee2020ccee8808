# make          build everything under build/
# make demo     install what is missing, build, and show what crm does
# make check    install what is missing, and run every test
#
# make DEVELOPER=1                     more warnings, all of them errors
# make SANITIZE=address,undefined ...  the same under build/san-...
# make V=1                             show the commands
# CONTRIBUTING.md lists the other targets.

VERSION = 0.1.0

ifeq ($(origin CC),default)
CC = gcc
endif
CFLAGS ?= -O2 -g
PREFIX = /usr/local
DESTDIR =
DEVELOPER =
SANITIZE =

# Linked statically into the program where there is a lib*.a.
LIBS = -lsqlite3 -lcsv -ljansson -lutf8proc -lmd
SYSLIBS = -lm -ldl -lpthread
CMOCKA_LIBS = -lcmocka

bindir = $(PREFIX)/bin
sysconfdir = /etc
libexecdir = $(PREFIX)/libexec
libdir = $(PREFIX)/lib
includedir = $(PREFIX)/include
datadir = $(PREFIX)/share
mandir = $(datadir)/man

INSTALL = install
JOBS = $(shell nproc 2>/dev/null || echo 2)

comma = ,
BUILD = build$(and $(SANITIZE),/san-$(subst $(comma),-,$(SANITIZE)))
B = $(BUILD)

# package=probe: a header, a file or a command that comes with the package.
DEPS_BUILD = $(if $(findstring clang,$(CC)),clang=$(CC),gcc=$(CC)) \
	make=make libc6-dev=stdio.h libsqlite3-dev=sqlite3.h \
	libcsv-dev=csv.h libjansson-dev=jansson.h \
	libutf8proc-dev=utf8proc.h libmd-dev=sha2.h
DEPS_CHECK = libcmocka-dev=cmocka.h \
	sharness=/usr/share/sharness/sharness.sh perl=prove \
	sqlite3=sqlite3 mandoc=mandoc pkg-config=pkg-config zsh=zsh fish=fish \
	bash-completion=/usr/share/bash-completion/bash_completion \
	libpq-dev=postgresql/libpq-fe.h \
	'postgresql?=/usr/lib/postgresql/*/bin/initdb' \
	tzdata=/usr/share/zoneinfo/Europe/Berlin
DEPS_COUNT = perl=prove sqlite3=sqlite3 'valgrind?=valgrind'
DEPS_BENCH = $(DEPS_COUNT) git=git \
	'sqlite-utils?=sqlite-utils' 'csvkit?=csvsql' 'taskwarrior?=task' \
	'postgresql?=/usr/lib/postgresql/*/bin/initdb' \
	'libpq-dev?=/usr/include/postgresql/libpq-fe.h'
DEPS_TORTURE = perl=prove sqlite3=sqlite3 util-linux=unshare mount=mount \
	libpq-dev=postgresql/libpq-fe.h \
	'postgresql?=/usr/lib/postgresql/*/bin/initdb'
DEPS_LINT = clang-tidy=clang-tidy shellcheck=shellcheck mandoc=mandoc \
	perl=prove

# ---------------------------------------------------------------- sources

# The driver for PostgreSQL is a module, built where libpq is.
PQ_HEADER = $(firstword $(wildcard $(addsuffix /libpq-fe.h, \
	/usr/include/postgresql /usr/include /usr/local/include)))
PQ_CFLAGS = $(PQ_HEADER:%/libpq-fe.h=-I%)
PQ_LIBS = -lpq
PQ_SRC = $(wildcard src/db/postgres*.c)
MODULES = $(and $(PQ_HEADER),$(B)/modules/postgres.so)

SRC = $(filter-out $(PQ_SRC),$(wildcard src/*/*.c))
CMD = $(wildcard cmd/*.c)
HEADERS = $(wildcard include/crm/*.h)
MAN = $(wildcard man/*.[1-9])
UNIT = $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))
FUZZ = $(patsubst tests/fuzz/%.c,$(B)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
TREE = $(wildcard tests/t000*.t)
PROGRAM = $(filter-out $(TREE),$(wildcard tests/t*.t))
LINT = $(wildcard tests/lint/*.t)

LIBOBJ = $(SRC:%.c=$(B)/obj/%.o)
CMDOBJ = $(CMD:%.c=$(B)/obj/%.o)

# The one file that is compiled again when the version changes.
VERSION_SRC = $(firstword $(wildcard cmd/version.c) cmd/main.c)
version := $(patsubst v%,%,$(or $(and $(wildcard .git),$(shell \
	git describe --tags --match 'v[0-9]*' 2>/dev/null)),$(shell \
	cat .version 2>/dev/null),$(VERSION)))

# ------------------------------------------------------------------ flags

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wformat=2 \
	-Wno-variadic-macros
ifneq ($(findstring clang,$(CC)),)
WARN += -Wno-gnu-zero-variadic-macro-arguments
endif
ifneq ($(DEVELOPER),)
WARN += -Werror -Wundef -Wvla -Wcast-align -Wold-style-definition \
	-Wredundant-decls -Wnested-externs -Wimplicit-fallthrough \
	-Wdouble-promotion
endif

# _FORTIFY_SOURCE needs an optimising compiler, and hides from sanitizers
# what they would see.
ifeq ($(SANITIZE),)
HARDEN = -fstack-protector-strong \
	$(and $(filter-out -O0,$(filter -O%,$(CFLAGS))),-U_FORTIFY_SOURCE \
	-D_FORTIFY_SOURCE=2)
else
HARDEN = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# gcc loses track of values among the checks.
WARN += -Wno-maybe-uninitialized $(and $(findstring clang,$(CC)),\
	-Wno-unknown-warning-option)
endif

DEFS = -D_GNU_SOURCE -Iinclude -Isrc
STD = -std=gnu11
COMPILE = $(CC) $(STD) $(DEFS) $(CPPFLAGS) $(CFLAGS) $(WARN) $(HARDEN)
# One set of objects serves program, archive and shared library.
PIC = -fPIC -fno-semantic-interposition
LINKFLAGS = $(CFLAGS) $(filter -f%,$(HARDEN)) $(LDFLAGS) \
	-Wl,-z,relro,-z,now -Wl,--as-needed
static = $(if $(filter /%,$(shell $(CC) -print-file-name=lib$(1).a)),\
	-Wl$(comma)-Bstatic -l$(1) -Wl$(comma)-Bdynamic,-l$(1))
STATIC_LIBS = $(foreach l,$(LIBS),$(if $(filter -l%,$(l)),$(call \
	static,$(l:-l%=%)),$(l))) $(SYSLIBS)

# ------------------------------------------------------------------ build

.DELETE_ON_ERROR:
.PHONY: all check check-run unit fuzz-replay program-tests demo bench \
	bench-tools instructions torture torture-run lint fuzz fuzz-run \
	install uninstall clean dist deps deps-check deps-bench deps-count \
	deps-torture deps-lint FORCE

all: $(B)/crm $(B)/libcrm.a $(B)/libcrm.so $(B)/crm.pc $(MODULES)

# The names of what is made; V=1 shows the commands, -s nothing.
say = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo \
	'  $@';) )

# Rewritten only when their content changes, so that other flags or another
# version build again what depends on them.
keep = @mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(1))' >$@.new; \
	cmp -s $@.new $@ && rm -f $@.new || mv $@.new $@
$(B)/flags: FORCE
	$(call keep,$(COMPILE) $(PIC) $(LDFLAGS) $(LIBS) $(SYSLIBS))
$(B)/version: FORCE
	$(call keep,$(version))
# A file that was added or removed.
$(B)/sources: FORCE
	$(call keep,$(sort $(SRC) $(CMD) $(PQ_SRC)))

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) $(PIC) -MMD -MP -c -o $@ $<

$(B)/obj/$(VERSION_SRC:.c=.o): $(B)/version
$(B)/obj/$(VERSION_SRC:.c=.o): DEFS += -DCRM_VERSION='"$(version)"'

$(B)/obj/cmd/external.o: DEFS += -DCRM_LIBEXECDIR='"$(libexecdir)"'
$(B)/obj/cmd/config.o: DEFS += -DCRM_SYSCONFDIR='"$(sysconfdir)"'

$(B)/libcrm.a: $(LIBOBJ) $(B)/sources
	@rm -f $@
	$(say)$(AR) rcs $@ $(LIBOBJ)

$(B)/crm: $(CMDOBJ) $(B)/libcrm.a $(B)/flags
	$(say)$(CC) $(LINKFLAGS) -pie -o $@ $(CMDOBJ) $(B)/libcrm.a $(STATIC_LIBS)

$(B)/libcrm.map: Makefile
	@mkdir -p $(@D)
	@printf '{ global: crm_*; local: *; };\n' >$@

# clang links no sanitizer runtime into shared libraries.
$(B)/libcrm.so: $(LIBOBJ) $(B)/libcrm.map $(B)/sources
	$(say)$(CC) $(LINKFLAGS) -shared -Wl,-soname,libcrm.so.0 \
	    $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) \
	    -Wl,--version-script=$(B)/libcrm.map -o $@ $(LIBOBJ) \
	    $(LIBS) $(SYSLIBS)
	@ln -sf libcrm.so $(B)/libcrm.so.0

$(PQ_SRC:%.c=$(B)/obj/%.o): DEFS += $(PQ_CFLAGS)
$(B)/obj/src/db/module.o: DEFS += -DCRM_LIBDIR='"$(libdir)"'

$(B)/modules/postgres.map: Makefile
	@mkdir -p $(@D)
	@printf '{ global: crm_driver_postgres; local: *; };\n' >$@

$(B)/modules/postgres.so: $(PQ_SRC:%.c=$(B)/obj/%.o) \
		$(B)/modules/postgres.map $(B)/sources
	$(say)$(CC) $(LINKFLAGS) -shared $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) \
	    -Wl,--version-script=$(B)/modules/postgres.map -o $@ \
	    $(PQ_SRC:%.c=$(B)/obj/%.o) $(PQ_LIBS)

$(B)/crm.pc: crm.pc.in Makefile $(B)/version FORCE
	@sed -e 's,@prefix@,$(PREFIX),' -e 's,@libdir@,$(libdir),' \
	    -e 's,@includedir@,$(includedir),' \
	    -e 's,@version@,$(version),' crm.pc.in >$@.new; \
	cmp -s $@.new $@ && rm -f $@.new || mv $@.new $@

# ------------------------------------------------------------------ tests

$(UNIT): $(B)/tests/%: tests/unit/%.c $(B)/libcrm.a $(B)/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) -fPIE $(LINKFLAGS) -pie -MMD -MP -MF $@.d -MT $@ -o $@ $< \
	    $(B)/libcrm.a $(CMOCKA_LIBS) $(STATIC_LIBS)

$(FUZZ): $(B)/tests/%: tests/fuzz/%.c tests/fuzz/replay.c $(B)/libcrm.a \
		$(B)/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) -fPIE $(LINKFLAGS) -pie -MMD -MP -MF $@.d -MT $@ -o $@ $< \
	    tests/fuzz/replay.c $(B)/libcrm.a $(STATIC_LIBS)

RUN = +@CRM_BUILD='$(abspath $(B))' CC='$(CC)' MAKE_VARIABLES='$(subst \
	','\'',$(MAKEOVERRIDES))' tests/run -j$(JOBS)
# A fresh machine gets its packages before anything is compiled, and make
# reads a source tree only once: hence make in make.
AGAIN = +@$(MAKE) --no-print-directory \
	$(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))

check: deps-check
	$(AGAIN) check-run

# A sanitizer has nothing to find in the tests of the tree, and on a server
# nothing but in the driver.
SECOND = test_db|t0110|t0150|t0345|t0350|t04
check-run: $(B)/crm $(UNIT) $(FUZZ) $(if $(SANITIZE),$(MODULES),all $(SHIM))
	$(RUN) $(if $(SANITIZE),--second='$(SECOND)') $(UNIT) $(FUZZ) $(if $(SANITIZE),,$(TREE)) $(PROGRAM)
unit: $(UNIT)
	$(RUN) $(UNIT)
fuzz-replay: $(FUZZ)
	$(RUN) $(FUZZ)
program-tests: $(B)/crm $(MODULES) $(if $(SANITIZE),,$(SHIM))
	$(RUN) $(PROGRAM)

demo: deps
	$(AGAIN) $(B)/crm
	@CRM_BUILD='$(abspath $(B))' tests/demo.sh

# BENCH=full is the whole table; tests/bench/run says what else there is.
BENCH_TOOLS = $(B)/bench/generate $(B)/bench/timer
$(BENCH_TOOLS): $(B)/bench/%: tests/bench/%.c tests/bench/words.h $(B)/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) -fPIE $(LINKFLAGS) -pie -o $@ $<
bench: deps-bench
	$(AGAIN) bench-tools
	@CRM_BUILD='$(abspath $(B))' tests/bench/run
bench-tools: $(B)/crm $(BENCH_TOOLS) $(MODULES)

# What has grown fails: see tests/bench/instructions.txt.
instructions: deps-count
	$(AGAIN) bench-tools
	$(RUN) tests/bench/instructions

# What fails under the program: TORTURE=sample is a share of it, and
# tests/torture/run says what else there is.
SHIM = $(B)/torture/fault.so
$(SHIM): tests/torture/fault.c $(B)/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) -U_FORTIFY_SOURCE -fPIC -shared -o $@ $< -ldl
torture: deps-torture
	$(AGAIN) torture-run
torture-run: $(B)/crm $(SHIM) $(B)/bench/timer $(MODULES)
	@CRM_BUILD='$(abspath $(B))' JOBS=$(JOBS) TORTURE='$(TORTURE)' \
	    tests/torture/run

lint: deps-lint
	+@CRM_BUILD='$(abspath $(B))' JOBS=$(JOBS) \
	    LINT_FLAGS='$(STD) $(DEFS) $(WARN) -DCRM_VERSION="lint" \
	    -DCRM_SYSCONFDIR="/etc" -DCRM_LIBEXECDIR="/usr/libexec" \
	    -DCRM_LIBDIR="/usr/lib" $(PQ_CFLAGS)' \
	    tests/run -j1 $(LINT)

deps:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD)
deps-check:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD) $(DEPS_CHECK)
deps-bench:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD) $(DEPS_BENCH)
deps-count:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD) $(DEPS_COUNT)
deps-torture:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD) $(DEPS_TORTURE)
deps-lint:
	@CC='$(CC)' .ci/deps $(DEPS_BUILD) $(DEPS_LINT)

# Looking for new cases, with libFuzzer.  What was freed is kept a while by the
# sanitizer, and counts as memory.
FUZZ_TIME = 60
FUZZ_LIMITS = -timeout=5 -rss_limit_mb=512 -max_len=16384 -print_final_stats=1
FUZZERS = $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz:
	$(AGAIN) fuzz-run CC=clang BUILD=build/fuzz \
	    SANITIZE=fuzzer-no-link,address,undefined
fuzz-run: $(FUZZERS)
	@found=; for f in $(FUZZERS); do \
		n=$${f##*/fuzz_}; mkdir -p $$f.new $$f.corpus; \
		echo "$$n"; ASAN_OPTIONS=quarantine_size_mb=16 \
		    $$f -max_total_time=$(FUZZ_TIME) -verbosity=0 \
		    $(FUZZ_LIMITS) -artifact_prefix=$$f.new/ $$f.corpus \
		    tests/fuzz/corpus/$$n >$$f.log 2>&1 || { \
			found="$$found $$n"; tail -n 40 $$f.log; }; \
		grep -E '^stat::(number_of_ex|peak)' $$f.log || :; \
	done; test -z "$$found" || { echo "found:$$found"; exit 1; }
$(FUZZERS): $(B)/%: tests/fuzz/%.c $(B)/libcrm.a $(B)/flags
	$(say)$(COMPILE) -fsanitize=fuzzer $(LINKFLAGS) -o $@ $< $(B)/libcrm.a \
	    $(STATIC_LIBS)

# ---------------------------------------------------------------- install

D = $(DESTDIR)
COMPLETION_BASH = $(datadir)/bash-completion/completions/crm
COMPLETION_ZSH = $(datadir)/zsh/site-functions/_crm
COMPLETION_FISH = $(datadir)/fish/vendor_completions.d/crm.fish
page = $(mandir)/man$(subst .,,$(suffix $(1)))/$(notdir $(1))

install: all
	$(INSTALL) -d '$(D)$(bindir)' '$(D)$(libdir)/pkgconfig' \
	    '$(D)$(includedir)/crm'
	$(INSTALL) -m 755 $(B)/crm '$(D)$(bindir)/crm'
	$(foreach m,$(MODULES),$(INSTALL) -D -m 755 $(m) \
	    '$(D)$(libdir)/crm/$(notdir $(m))' &&) :
	$(INSTALL) -m 644 $(B)/libcrm.a '$(D)$(libdir)/libcrm.a'
	$(INSTALL) -m 644 $(B)/libcrm.so '$(D)$(libdir)/libcrm.so.0'
	ln -sf libcrm.so.0 '$(D)$(libdir)/libcrm.so'
	$(INSTALL) -m 644 $(B)/crm.pc '$(D)$(libdir)/pkgconfig/crm.pc'
	$(INSTALL) -m 644 $(HEADERS) '$(D)$(includedir)/crm'
	$(foreach m,$(MAN),$(INSTALL) -D -m 644 $(m) '$(D)$(call page,$(m))' &&) :
	$(INSTALL) -D -m 644 completions/crm.bash '$(D)$(COMPLETION_BASH)'
	$(INSTALL) -D -m 644 completions/_crm '$(D)$(COMPLETION_ZSH)'
	$(INSTALL) -D -m 644 completions/crm.fish '$(D)$(COMPLETION_FISH)'

uninstall:
	rm -f '$(D)$(bindir)/crm' '$(D)$(libdir)/libcrm.a' \
	    '$(D)$(libdir)/libcrm.so.0' '$(D)$(libdir)/libcrm.so' \
	    '$(D)$(libdir)/pkgconfig/crm.pc' \
	    $(foreach h,$(HEADERS),'$(D)$(includedir)/crm/$(notdir $(h))') \
	    $(foreach m,$(MAN),'$(D)$(call page,$(m))') \
	    '$(D)$(COMPLETION_BASH)' '$(D)$(COMPLETION_ZSH)' \
	    '$(D)$(COMPLETION_FISH)'
	rm -f '$(D)$(libdir)/crm/postgres.so'
	-rmdir '$(D)$(includedir)/crm' '$(D)$(libdir)/crm' 2>/dev/null

# The tarball has no .git, so it carries its version in a file.
DIST = crm-$(version)
dist:
	@mkdir -p $(B)/dist
	printf '%s\n' '$(version)' >$(B)/dist/.version
	git archive --format=tar.gz --prefix='$(DIST)/' \
	    --add-file=$(B)/dist/.version -o '$(B)/$(DIST).tar.gz' HEAD

clean:
	rm -rf build

-include $(LIBOBJ:.o=.d) $(PQ_SRC:%.c=$(B)/obj/%.d) $(CMDOBJ:.o=.d) $(UNIT:=.d) $(FUZZ:=.d)

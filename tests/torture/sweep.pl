# Fault sweep: each command with each call of it failing, or killed there.
use strict;
use warnings;
use Digest::MD5 'md5';
use Errno qw(EIO ENOSPC EMFILE ENOMEM ENOLCK);

our ($crm, $dir, $here, $jobs, $sample, $shim);

# How each kind of call fails; "any" is killed before each.
my %ways = (
	open => [ EMFILE, '+' . EMFILE ],
	write => [ EIO, '+' . ENOSPC, 'short', 'torn' ],
	sync => [ EIO, '+' . EIO ],
	truncate => [ ENOSPC, '+' . EIO ],
	rename => [ ENOSPC ],
	unlink => [ EIO ],
	map => [ ENOMEM ],
	read => [ EIO, '+' . EIO ],
	lock => [ ENOLCK ],
	any => [ 'kill' ],
	malloc => [ ENOMEM, '+' . ENOMEM ],
);

# A part of the sample is every so manyth point of a command.
my $share = $ENV{TORTURE_SHARE} || ($sample ? 40 : 1);

my $calls = $ENV{TORTURE_CALLS} || '.';

# What is done: name, words of the command, what goes before it, after an init
# with the demo's data (a word is a state without these); and the file that it
# writes, when it isn't the database.
#
# A large load leaves out indexes and works with threads, which count together:
# what is the k-th call differs from run to run, and the last one, too.  It is
# large by its bytes, so that few records are enough.
my @commands = (
	[ 'contact add', [ qw(contact add name=Tor email=tor@x.test account=1),
	    'tags=a,b' ] ],
	[ 'contact add, log full', [ qw(contact add name=Tor
	    email=tor@x.test) ], [ map { [ 'contact', 'add', "Filler $_" ] }
	    1 .. 4 ] ],
	[ 'contact set of 60', [ 'contact', 'set', '-w', 'id<=60',
	    'title=Chief', 'tags+=hard' ] ],
	[ 'contact import', [ qw(contact import in.csv) ] ],
	[ 'contact import, large', [ qw(contact import large.csv) ], 'firm' ],
	[ 'contact import, upsert', [ qw(contact import both.csv --mode upsert
	    --key email) ], [ [ qw(contact import in.csv) ] ] ],
	[ 'opp move', [ qw(opp move Proposal 1 2 3) ] ],
	[ 'undo', [ qw(undo 2) ], [ [ qw(contact set 1 2 3 4 5 title=Head
	    tags+=x) ] ] ],
	[ 'contact delete', [ qw(contact delete 1 2 3) ] ],
	[ 'contact restore', [ qw(contact restore 1 2 3) ],
	    [ [ qw(contact delete 1 2 3) ] ] ],
	[ 'load', [ qw(load dump.jsonl) ], 'empty' ],
	[ 'load, large', [ qw(load dump.jsonl) ], 'large' ],
	[ 'init', [ 'init' ], 'nothing' ],
	[ 'dump --output', [ qw(dump --output out.jsonl) ], [], 'out.jsonl' ],
	[ 'config set', [ qw(config set --file conf core.user=eve) ],
	    [ [ qw(config set --file conf core.pager=less) ] ], 'conf' ],
);

sub csv {
	my ($from, $upto, $title) = @_;

	return "name,email,title,account\n" . join '', map {
		"Row $_,row$_\@x.test,$title$_," . ($_ % 3 ? "1\n" : "\n")
	} $from .. $upto;
}

sub large_csv {
	my ($rows, $size) = @_;
	my $notes = ('much' x 20 . ' ') x ($size / 81);

	return "name,email,account,tags,notes\n" . join '', map {
		"Row $_,row$_\@x.test," . ($_ % 3 ? 1 : '') .
		    ",a;t$_,note$_ $notes\n"
	} 1 .. $rows;
}

sub make_dump {
	my ($d, $rows) = @_;

	must($d, $crm, 'init');
	must($d, $crm, qw(account add Acme));
	must($d, $crm, qw(contact import), $rows);
	must($d, $crm, qw(opp add Deal account=1 amount=100));
	must($d, $crm, qw(dump --output dump.jsonl));
	unlink glob "$d/crm.db*";
}

# The folder that each run of it begins with.
sub base {
	my ($before) = @_;
	my $d = "$dir/base";

	unlink glob "$d/*";
	mkdir $d;
	write_file("$d/in.csv", csv(1, 30, 'T'));
	write_file("$d/both.csv", csv(11, 40, 'U'));
	# An import has threads from 1 MiB on.
	write_file("$d/large.csv", large_csv(250, $before eq 'large' ? 1100
	    : 4300));
	make_dump($d, $before eq 'large' ? 'large.csv' : 'in.csv')
	    if !ref $before;
	return if $before eq 'nothing';
	must($d, $crm, 'init', ref $before ? '--demo' : ());
	must($d, $crm, @$_) for ref $before ? @$before
	    : $before eq 'firm' ? [ qw(account add Acme) ] : ();
}

# ------------------------------------------------------------------- checks

# Nothing is in the folders that wasn't, or belongs there.
sub left_behind {
	my ($d, $c) = @_;

	return grep { !$c->{known}{$_} && !/^crm\.db(-wal|-shm)?$/ }
	    map { s,.*/,,r } glob("$d/{*,.??*}"), glob "$d.tmp/{*,.??*}";
}

# A run that failed says why in a sentence.
sub talk {
	my ($status, $err, $call, $fd) = @_;

	return "it ended with signal " . ($status & 127) if $status & 127;
	# What can't be opened for writing is opened for reading, and refused.
	return 'exit status ' . ($status >> 8) if $status >> 8 != 1 &&
	    !($call eq 'open' && $status >> 8 == 7);
	return () if $fd == 2;
	return 'it said nothing' if $err eq '';
	return 'it said no sentence' if $err !~ /^(crm|[\w.]+:\d+): \S.*\n/ ||
	    $err =~ /\(null\)|Assertion|constraint|malformed|SELECT|INSERT/;
	return ();
}

sub same {
	my ($a, $b) = @_;

	return !grep { $a->[$_] ne $b->[$_] } 0 .. $#$a;
}

# The files that say what state it is.
sub files {
	my ($d, $c) = @_;

	return map { contents("$d/$_") // '' } 'crm.db', 'crm.db-wal',
	    $c->{file} // ();
}

# What it is about, and whether the database is damaged.
sub look_at {
	my ($d, $c) = @_;
	my ($hash, @damage) = look($d);

	$hash = contents("$d/$c->{file}") // 'none' if $c->{file};
	return ($hash, @damage);
}

sub no_tables {
	my ($d) = @_;

	return must($d, 'sqlite3', 'crm.db', '-cmd',
	    '.dbconfig no_ckpt_on_close on', 'SELECT COUNT(*) FROM
	    sqlite_schema') =~ /^0$/m;
}

# The state, and what is wrong with it.
sub state {
	my ($d, $c) = @_;

	return 'none' if !-e "$d/crm.db";
	# An init that is ended where it stands leaves a file without tables,
	# which the next one fills.
	return 'blank' if $c->{name} eq 'init' && no_tables($d);
	my $doctor = run_in($d, {}, $crm, qw(doctor --csv));
	my @bad = !$doctor ? () : 'doctor: ' . ended($doctor) . ': ' .
	    contents("$d.err") . join("\n", grep { /,found,/ } split /\n/,
	    contents("$d.out"));
	my ($hash, @damage) = look_at($d, $c);

	return ($hash eq $c->{after} ? 'after' : $hash eq $c->{before}
	    ? 'before' : 'neither', @bad, @damage);
}

# What is wrong when the command is given again.
sub again {
	my ($d, $c) = @_;
	my $status = run_in($d, {}, @{$c->{command}});
	my $ok = !$status || $c->{name} eq 'init' && $status >> 8 == 5;
	my @bad = $ok ? () : (ended($status) . ': ' . contents("$d.err"));
	my ($hash, @damage) = look_at($d, $c);

	push @bad, @damage;
	push @bad, 'another state' if $hash ne $c->{after};
	return map { "again: $_" } @bad;
}

# The state, and what is wrong with it and what follows.  Where files are the
# same to the last byte, so is all of this; it is found out once.
sub examine {
	my ($d, $c, @files) = @_;
	my $which = join '', map { md5($_) } @files;

	$c->{seen}{$which} //= [ state($d, $c), again($d, $c) ];
	return @{$c->{seen}{$which}};
}

# What is wrong after a point, if anything.
sub judge {
	my ($d, $c, $status, $fired, @files) = @_;
	my $killed = ($status & 127) == 9;
	my $err = contents("$d.err");
	my ($call, $fd) = $fired =~ /^fired (\w+) (-?\d+)/m;
	my @bad = !$status || $killed ? () : talk($status, $err, $call, $fd);
	my $kept = $killed || $err =~ /what\ it\ changed\ is\ kept|
	    is\ changed,\ but\ |whether\ this\ was\ kept\ is\ not\ known/x ||
	    $c->{name} eq 'init' && $err =~ /^(crm: )?crm: out of memory/;

	push @bad, map { "left behind: $_" } left_behind($d, $c) if
	    !$killed;
	# Untouched, it is as good as it was.
	return @bad if $status && same(\@files, $c->{base});
	my ($state, @wrong) = examine($d, $c, @files);
	push @bad, "state is $state" if !$status ? $state ne 'after'
	    : !($state eq 'before' || $state eq 'after' && $kept ||
	    $c->{name} eq 'init' && ($state eq 'none' ||
	    $state eq 'blank' && $kept));
	return (@bad, @wrong);
}

# ------------------------------------------------------------------- points

sub with_fault {
	my ($d, $c, $fault) = @_;

	unlink "$d.log";
	mkdir "$d.tmp";
	return run_in($d, { LD_PRELOAD => $shim, FAULT_LOG => "$d.log",
	    TMPDIR => "$d.tmp", FAULT => $fault }, @{$c->{command}});
}

# Before and after, and how many calls of each kind it makes at most.
sub measure {
	my ($c) = @_;
	my $d = "$dir/measure";
	my %count;

	$c->{known} = { map { s,.*/,,r => 1 } glob("$dir/base/*"),
	    $c->{file} // () };
	$c->{base} = [ files("$dir/base", $c) ];
	refill($d, "$dir/base");
	($c->{before}) = -e "$d/crm.db" ? look_at($d, $c) : 'none';
	# Threads make it another number each time.
	for (1 .. 3) {
		refill($d, "$dir/base");
		my $status = with_fault($d, $c, '');
		my $log = contents("$d.log") // '';
		die "$c->{name}: " . ended($status) . ': ' .
		    contents("$d.err") if $status;
		while ($log =~ /^count (\w+) (\d+)/mg) {
			$count{$1} = $2 if $2 > ($count{$1} // 0);
		}
	}
	die "$c->{name}: nothing was counted" if !$count{malloc};
	($c->{after}) = look_at($d, $c);
	die "$c->{name} changes nothing" if $c->{after} eq $c->{before};
	return %count;
}

# As CALL:K:HOW, and beyond the last that fires.
sub points {
	my ($c) = @_;
	my %count = measure($c);
	my @points;

	for my $call (grep { /$calls/ } sort keys %ways) {
		my $most = int(($count{$call} // 0) * 1.01) + 2;

		for my $how (@{$ways{$call}}) {
			# Memory that stays away is found out at once.
			my $step = $how eq '+' . ENOMEM ? 10 : 1;

			push @points, map { "$call:$_:$how" }
			    grep { $_ % $step == 0 } 1 .. $most;
			$c->{end}{$points[-1]} = 1 if @points;
		}
	}
	return @points;
}

sub sweep_points {
	my ($w, $d, $c, @points) = @_;
	my (@said, $tried, $clean);

	for my $i (grep { $_ % $jobs == $w } 0 .. $#points) {
		refill($d, "$dir/base") if !$clean;
		my $status = with_fault($d, $c, $points[$i]);
		my $log = contents("$d.log") // '';
		my $said = contents("$d.err");
		my @files = files($d, $c);

		$clean = $status && same(\@files, $c->{base}) &&
		    !left_behind($d, $c);
		next if $log !~ /^fired/m;
		$tried++;
		my @bad = judge($d, $c, $status, $log, @files);
		push @bad, 'it is not the last' if $c->{end}{$points[$i]};
		push @said, "FAULT=$points[$i] (" . ended($status) . "): " .
		    join('; ', @bad) . "\n" . $said if @bad;
		unlink glob "$d.tmp/*";
	}
	return ('tried ' . ($tried // 0), @said);
}

sub part_sweep {
	for (@commands) {
		my ($name, $words, $before, $file) = @$_;
		my $promise = "all or nothing: $name";
		my %c = (name => $name, file => $file, command => [ $crm,
		    @$words, $file || $name eq 'init' ? ()
		    : qw(--batch-key k) ]);
		my $tried = 0;

		next if !wanted($promise);
		$ENV{CRM_DB} = 'crm.db';
		base($before || []);
		my @points = points(\%c);
		@points = @points[grep { $_ % $share == 0 } 0 .. $#points]
		    if $share > 1;
		my @said = at_once($jobs, sub {
			sweep_points(@_, \%c, @points)
		});
		my @broken = grep { !/^tried (\d+)$/ || !($tried += $1) &&
		    0 } @said;
		row($promise, $tried, $tried - @broken, 'faults', @broken);
	}
}

1;

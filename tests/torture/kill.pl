# 16 writers whose commands are killed at random, and all at once now and then.
# What is killed is run again with its --batch-key until it says that it is
# done.  On a server, connections are cut as well.
use strict;
use warnings;
use Time::HiRes qw(time sleep setitimer ITIMER_REAL);

our ($crm, $dir, $here, $sample, $seed);
require "$here/engine.pl";

my $writers = 16;
my $writes = $ENV{TORTURE_WRITES} || ($sample ? 1000 : 25000);
my $kills = $writes < 5000 ? 10 : 100;
# One command in so many is killed by itself; all of them so often.
my $one_in = 16;
my $storm = 5;

# ------------------------------------------------------------------- a writer

# The I-th command of writer W, and what is there once it is done.
sub command_of {
	my ($w, $i, $mine) = @_;
	my $turn = $i % 10;

	if ($turn == 5 && %$mine) {
		my $name = "W$w N" . ($i - 4);

		return ([ 'contact', 'set', $mine->{$name}[0], "title=T$i" ],
		    sub { $mine->{$name}[1] = "T$i" });
	}
	if ($turn == 9) {
		my $file = "$dir/rows.$w.$i";
		my @names = map { "W$w N$i.$_" } 1 .. 5;

		write_file($file, join '', map { "$_\n" } 'name', @names);
		return ([ qw(contact import --ids), $file ], sub {
			my @ids = split ' ', $_[0];

			$mine->{$names[$_]} = [ $ids[$_] // 'no id', '' ]
			    for 0 .. 4;
			unlink $file;
		});
	}
	return ([ qw(contact add), "W$w N$i" ], sub {
		$mine->{"W$w N$i"} = [ $_[0] =~ /^(\d+)\n\z/ ? $1 : 'no id',
		    '' ];
	});
}

# One command, which is perhaps killed: the wait status.
sub run_once {
	my ($folder, $typical, @command) = @_;
	my $end = rand($one_in) < 1 ? rand() * 1.5 * $$typical : undef;
	my $started = time;
	my ($got, $status);
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$folder.out";
		open STDERR, '>', "$folder.err";
		exec { $command[0] } @command or POSIX::_exit(127);
	}
	# No signal may meet another process of this number.
	local $SIG{ALRM} = sub { kill 'KILL', $pid if !defined $got };
	setitimer(ITIMER_REAL, $storm - fmod(time, $storm) || $storm);
	if (defined $end) {
		sleep $end;
		kill 'KILL', $pid;
	}
	while (!defined $got) {
		my $ended = waitpid $pid, 0;

		($got, $status) = ($ended, $?) if $ended > 0;
	}
	setitimer(ITIMER_REAL, 0);
	$$typical += ((time - $started) - $$typical) / 8 if !$status;
	return $status;
}

sub fmod {
	my ($x, $y) = @_;

	return $x - $y * int($x / $y);
}

# Whether it may be run again after this: killed; on a server also cut off.
sub may_repeat {
	my ($status, $served) = @_;

	return $status == 9 || $served && ($status >> 8 == 1 ||
	    $status >> 8 == 75);
}

sub writer {
	my ($w, $folder, $served) = @_;
	my ($typical, %mine, @said) = (0.02);
	my ($killed, $cut) = (0, 0);

	srand $seed * 1000 + $w;
	for my $i (1 .. POSIX::ceil($writes / $writers)) {
		my ($command, $done) = command_of($w, $i, \%mine);
		my ($status, $tries) = (1, 0);

		while ($status && $tries++ < 200) {
			$status = run_once($folder, \$typical, $crm, @$command,
			    qw(--busy-timeout 60 --batch-key), "k$w.$i");
			$killed++ if $status == 9;
			$cut++ if $status >> 8;
			last if $status && !may_repeat($status, $served);
		}
		if ($status) {
			push @said, "broken @$command: " . ended($status) .
			    ': ' . contents("$folder.err");
			next;
		}
		$done->(contents("$folder.out"));
		push @said, 'done';
	}
	return ("killed $killed", "cut $cut", @said, map {
		"kept $_,$mine{$_}[0],$mine{$_}[1]"
	} keys %mine);
}

# -------------------------------------------------------------------- the part

# Cuts a connection every now and then, until it is told to end.
sub start_cutting {
	my $pid = fork // die "fork: $!\n";

	return $pid if $pid;
	srand $seed;
	for (;;) {
		psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		    WHERE datname = 'torture' AND pid <> pg_backend_pid()
		    ORDER BY random() LIMIT 1");
		sleep rand 0.2;
	}
}

# What the database has against what the writers were told.
sub compare {
	my ($acknowledged, @kept) = @_;
	my (%there, @bad, $lost, $twice);

	for (split /\n/, must("$dir/files", $crm,
	    qw(contact list --csv --no-header -o), 'id,name,title')) {
		my ($id, $name, $title) = split /,/, $_, -1;

		$twice++ if $there{$name};
		$there{$name} = "$name,$id,$title";
	}
	for (@kept) {
		my ($name) = /^([^,]*)/;

		next if ($there{$name} // '') eq $_;
		$lost++;
		push @bad, "lost: $_; there is " . ($there{$name} // 'none');
	}
	push @bad, keys(%there) . ' contacts, not ' . @kept
	    if keys %there != @kept;
	my $batches = () = must("$dir/files", $crm, qw(batch list --ids)) =~
	    /\n/g;
	push @bad, "$batches batches, not " . ($acknowledged + 1)
	    if $batches != $acknowledged + 1;
	return ($lost // 0, $twice // 0, @bad);
}

sub killing {
	my ($where, $served) = @_;
	my $cutter = $served ? start_cutting() : undef;
	my @said = at_once($writers, sub { writer(@_, $served) });

	if ($cutter) {
		kill 'TERM', $cutter;
		waitpid $cutter, 0;
		sleep 1;	# its last words
	}
	my $done = grep { $_ eq 'done' } @said;
	my ($killed, $cut) = (0, 0);
	/^killed (\d+)/ and $killed += $1 or /^cut (\d+)/ and $cut += $1
	    for @said;
	my ($lost, $twice, @bad) = compare($done, map { s/^kept //r }
	    grep { /^kept / } @said);

	push @bad, grep { /^(broken|died)/ } @said;
	push @bad, "only $killed kills" if $killed < $kills;
	push @bad, 'doctor: ' . contents("$dir/files.out")
	    if run_in("$dir/files", {}, $crm, qw(doctor --csv));
	row("kill -9: no acknowledged write is lost$where", $done,
	    $done - $lost, 'writes', @bad);
	my $again = $killed + $cut;
	row("kill -9: a repeat by key is done once$where", $again,
	    $again - $twice, $served ? 'repeats' : 'kills');
}

sub part_kill {
	on_engines(\&killing) if wanted('kill -9');
}

1;

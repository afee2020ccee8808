# A disk that is full, at each free space from none to enough; the same with a
# limit on the size of files; and an output that takes nothing.
use strict;
use warnings;

our ($build, $crm, $dir, $here, $owner, $sample);
my $mounted;

# Free space, and limits of files, in KiB.
my $step = $sample ? 48 : 8;
my $most = 480;

my @writes = (
	[ 'contact add', [ qw(contact add name=Tor email=tor@x.test) ] ],
	[ 'contact set --all', [ qw(contact set --all -y title=Chief) ] ],
	[ 'contact import', [ qw(contact import in.csv) ] ],
	[ 'contact delete', [ qw(contact delete 1 2 3) ] ],
	[ 'undo', [ qw(undo 2) ] ],
	[ 'opp move', [ qw(opp move Proposal 1 2 3) ] ],
);

sub rows_to_import {
	return "name,email,notes\n" . join '', map {
		"Row $_,row$_\@x.test," . 'long ' x 20 . "\n"
	} 1 .. 300;
}

sub make_full {
	my $d = "$dir/full";

	return $d if -e "$d/crm.db";
	mkdir $d;
	write_file("$d/in.csv", rows_to_import());
	must($d, $crm, 'init', '--demo');
	must($d, $crm, qw(contact set 1 2 3 4 5 title=Head tags+=x));
	must($d, $crm, qw(dump --output dump.jsonl));
	return $d;
}

# What is wrong with how it ended, where it could not write.
sub complaint {
	my ($d, $status) = @_;
	my $err = contents("$d.err");

	return ended($status) . ": $err" if $status >> 8 != 1 || $status & 127;
	return "no sentence: $err" if $err !~
	    /(?:^crm: |"message":").*(full|space|too large|I\/O|cannot write)/m;
	return ();
}

# ----------------------------------------------------------------- full disk

# All of it but so many KiB are taken.
sub fill {
	my ($d, $free) = @_;

	unlink "$d/filler";
	my ($there) = (split /\n/, `df -k --output=avail '$d'`)[1] =~ /(\d+)/;
	open my $f, '>', "$d/filler" or die "$d/filler: $!\n";
	syswrite $f, "\0" x 1024 for 1 .. $there - $free;
	close $f;
}

sub on_full_disk {
	my ($d, $name, $words, $free) = @_;
	my @command = ($crm, @$words, '--batch-key', 'k');
	my ($before) = look($d);

	fill($d, $free);
	my $status = run_in($d, {}, @command);
	my @bad = $status ? complaint($d, $status) : ();
	unlink "$d/filler";
	my ($hash, @damage) = look($d);

	push @bad, @damage;
	push @bad, 'half of it is there' if $status && $hash ne $before;
	push @bad, 'nothing was done' if !$status && $hash eq $before;
	my $again = run_in($d, {}, @command);
	push @bad, 'again: ' . ended($again) . contents("$d.err") if $again;
	push @bad, 'doctor: ' . contents("$d.out") if
	    run_in($d, {}, $crm, qw(doctor --csv));
	return ($status, map { "$name with $free KiB: $_" } @bad);
}

# init and load begin without the file, or with an empty database in it.
sub begin_on_disk {
	my ($d, $name, $free) = @_;
	my @command = ($crm, $name, $name eq 'load' ? 'dump.jsonl' : ());

	unlink grep { !/dump/ } glob "$d/*";
	must($d, $crm, 'init') if $name eq 'load';
	fill($d, $free);
	my $status = run_in($d, {}, @command);
	my @bad = $status ? complaint($d, $status) : ();
	unlink "$d/filler";
	push @bad, 'a file is left' if $status && $name eq 'init' &&
	    glob "$d/crm.db*";
	if ($status && (my $again = run_in($d, {}, @command))) {
		push @bad, 'again: ' . ended($again) . contents("$d.err");
	}
	push @bad, 'doctor: ' . contents("$d.out") if
	    run_in($d, {}, $crm, qw(doctor --csv));
	return ($status, map { "$name with $free KiB: $_" } @bad);
}

# Within a small file system: the rows of it.
sub part_small {
	my $from = "$dir/full";
	my $d = "$dir/small";

	mkdir $d;
	system('mount', '-t', 'tmpfs', '-o', 'size=8m,mode=700', 'none', $d)
	    and return skip('a full disk', 'nothing can be mounted');
	$mounted = $d;
	$ENV{CRM_DB} = 'crm.db';
	make_full();
	for (@writes, [ 'init' ], [ 'load' ]) {
		my ($name, $words) = @$_;
		my ($tried, $failed, @broken) = (0, 0);

		for (my $free = 0; $free <= $most; $free += $step) {
			refill($d, $from);
			my ($status, @bad) = $words ? on_full_disk($d, $name,
			    $words, $free) : begin_on_disk($d, $name, $free);

			$tried++;
			$failed++ if $status;
			push @broken, join '; ', @bad if @bad;
		}
		push @broken, 'none failed' if !$failed;
		row("a full disk: $name", $tried, $tried - @broken, 'sizes',
		    @broken);
	}
	return;
}

# In a name space of its own, so that nobody else sees the file system.
sub full_disk {
	for my $options ('-Urm', '-m') {
		next if system "unshare $options true 2>/dev/null";
		local $ENV{CRM_BUILD} = $build;
		local $ENV{TORTURE_PARTS} = 'small';
		open my $inner, '-|', 'unshare', $options, $^X, "$here/run"
		    or last;
		take_rows($inner);
		return;
	}
	return skip('a full disk', 'no name space can be made');
}

# ---------------------------------------------------- limits and the output

sub limited {
	my $d = make_full();
	my ($tried, $failed, @broken) = (0, 0);

	for (my $kib = 0; $kib <= 1400; $kib += $step) {
		refill("$dir/limit", $d);
		my ($before) = look("$dir/limit");
		my @command = (@{$writes[1][1]}, '--batch-key', 'k');
		my $status = run_in("$dir/limit", {}, 'bash', '-c',
		    "ulimit -f $kib; exec \"\$@\"", 'bash', $crm, @command);
		# Not even the message can be written to a file then.
		my @bad = $status & 127 ? ended($status) : ();
		my ($hash, @damage) = look("$dir/limit");

		push @bad, @damage;
		push @bad, 'half of it is there' if $status && $hash ne
		    $before && contents("$dir/limit.err") !~ /is kept/;
		push @bad, 'again: ' . contents("$dir/limit.err")
		    if run_in("$dir/limit", {}, $crm, @command);
		$tried++;
		$failed++ if $status;
		push @broken, "ulimit -f $kib: " . join '; ', @bad if @bad;
	}
	push @broken, 'none failed' if !$failed;
	row('a limit of files: contact set --all', $tried, $tried - @broken,
	    'sizes', @broken);
}

END {
	my $status = $?;

	system 'umount', $mounted if $mounted && $owner == $$;
	$? = $status;
}

sub no_output {
	my $d = make_full();
	my ($tried, @broken) = (0);

	for my $words ('contact list', 'contact list --json', 'opp export',
	    'contact show 1', 'dump', 'report pipeline', 'forecast', 'schema',
	    'batch list', 'search acme', 'contact history 1', 'sql SELECT(1)',
	    'config list', 'timeline contact:1', 'contact -h', '--version',
	    'contact add name=Out', 'contact set 1 title=Out') {
		refill("$dir/output", $d);
		my $status = run_in("$dir/output", { STDOUT => '/dev/full' },
		    $crm, split ' ', $words);
		my @bad = complaint("$dir/output", $status);

		$tried++;
		push @broken, "$words: @bad" if @bad;
	}
	row('an output that takes nothing', $tried, $tried - @broken,
	    'commands', @broken);
}

sub part_disk {
	$ENV{CRM_DB} = 'crm.db';
	full_disk() if wanted('a full disk');
	limited() if wanted('a limit of files');
	no_output() if wanted('an output');
}

1;

-- One row per word without a subject of its own (the, said), which lists of typical words leave out.
select unnest(string_split(
    'a about above after again against ago al all also although am among an and another any are as at be '
    || 'became because been before being below between both but by can cannot could day days did didn do '
    || 'does doesn doing don done down during each either else even ever every few first for from further '
    || 'had has have having he her here hers herself him himself his how however i if in into is isn it its '
    || 'itself just last least less like made make many may me might more most much must my myself near '
    || 'neither never new next no nor not now of off on once one only or other others our ours out over own '
    || 'per rather re s said same say saying says second she should since so some still such t take taken '
    || 'than that the their theirs them themselves then there these they this those though three through '
    || 'thus to today told too two under until up upon ve very was we well were what when where whether '
    || 'which while who whom whose why will with within without would year years yesterday yet you your',
    ' '
)) as word

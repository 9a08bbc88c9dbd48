import Platform

Machine.exit(Demonstration.run(Array(CommandLine.arguments.dropFirst())))

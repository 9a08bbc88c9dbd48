import Platform

Standard.answerFailedWrites()
do {
  let context = try Context.live()
  let outcome = Program.run(Array(CommandLine.arguments.dropFirst()), in: context)
  if !outcome.errors.isEmpty { _ = try? Standard.write(Array(outcome.errors.utf8), toErrors: true) }
  _ = try Standard.write(Array(outcome.output.utf8))
  Machine.exit(outcome.status)
} catch {
  _ = try? Standard.write(Array(Failure(error).text.utf8), toErrors: true)
  Machine.exit(2)
}

import ArgumentParsing

/// Every command, in the order that the help shows them.
enum CommandList {
  static let tree = CommandTree(
    program: "rtrack",
    summary: "A research tracker in git: issues, agents, cycles, and who was silent",
    sections: [
      (
        "Every day",
        [
          .command(CommentCommand.self), .command(Show.self), .command(ListCommand.self),
          .command(Ready.self), .command(StatusCommand.self), .command(Silent.self),
          .command(Log.self), .command(SearchCommand.self), .command(QueryCommand.self),
          .command(StatsCommand.self), .command(ChangesCommand.self),
          .command(WatchCommand.self), .command(PullRequestCommand.self),
        ]
      ),
      (
        "Issues, agents and cycles",
        [
          .group(
            name: "issue", summary: "Open and change issues",
            [
              .command(IssueOpen.self), .command(IssueEdit.self), .command(IssueClose.self),
              .command(IssueReopen.self), .command(IssueLabel.self), .command(IssueAssign.self),
              .command(IssueDefer.self), .command(IssuePriority.self),
              .command(IssueLinkCommand.self),
            ]),
          .group(
            name: "agent", summary: "The roster",
            [
              .command(AgentAdd.self), .command(AgentList.self), .command(AgentShow.self),
              .command(AgentEdit.self), .command(AgentWarn.self), .command(AgentRetire.self),
            ]),
          .group(
            name: "cycle", summary: "Planning steps and whose turn it is",
            [
              .command(CycleOpen.self), .command(CycleClose.self), .command(CycleList.self),
              .command(CycleShow.self),
            ]),
          .group(
            name: "experiment", summary: "Specs: what an experiment promises",
            [
              .command(ExperimentNew.self), .command(ExperimentCheck.self),
              .command(ExperimentRegister.self), .command(ExperimentList.self),
              .command(ExperimentShow.self), .command(ExperimentAmend.self),
              .command(ExperimentWithdraw.self),
            ]),
          .group(
            name: "result", summary: "Results: what the runs of experiments gave",
            [
              .command(ResultCheckCommand.self), .command(ResultAdd.self),
              .command(ResultPath.self), .command(ResultList.self), .command(ResultShow.self),
            ]),
          .group(
            name: "policy", summary: "What holds for everybody",
            [.command(PolicyShow.self), .command(PolicySet.self)]),
          .group(
            name: "protect", summary: "Paths beside the code that may not change",
            [
              .command(ProtectAdd.self), .command(ProtectList.self), .command(ProtectRemove.self),
            ]),
          .group(
            name: "key", summary: "Who may loosen the policy",
            [.command(KeyAdd.self), .command(KeyList.self), .command(KeyRemove.self)]),
          .command(AllowCommand.self), .command(RedactCommand.self),
          .command(AcknowledgeCommand.self),
        ]
      ),
      (
        "Experiments",
        [
          .verb(
            RunCommand.self,
            [
              .command(RunList.self), .command(RunStatus.self), .command(RunWait.self),
              .command(RunLogs.self), .command(RunAbort.self),
            ]), .command(RunWatch.self), .command(RerunCommand.self), .command(VerdictCommand.self),
          .command(PhaseCommand.self), .command(AdviseCommand.self),
          .command(GuardCommand.self),
          .group(
            name: "question", summary: "What the program asks",
            [
              .command(QuestionAdd.self), .command(QuestionList.self), .command(QuestionNext.self),
              .command(QuestionEdit.self), .command(QuestionAnswerCommand.self),
            ]),
          .group(
            name: "handoff", summary: "Work that research cannot do itself",
            [
              .command(HandoffOpen.self), .command(HandoffComplete.self),
              .command(HandoffCheck.self),
            ]),
          .group(
            name: "program", summary: "The research log, and how the program stands",
            [.command(ProgramStatus.self), .command(ProgramLog.self)]),
          .group(
            name: "cloud", summary: "Run experiments on other machines",
            [
              .command(CloudRun.self), .command(CloudStatus.self), .command(CloudPull.self),
              .command(CloudLogs.self), .command(CloudList.self), .command(CloudTerminate.self),
              .command(CloudCollect.self), .command(CloudExecute.self),
            ]),
        ]
      ),
      (
        "The ledger",
        [
          .command(InitCommand.self), .command(SyncCommand.self), .command(CarryCommand.self),
          .command(VerifyCommand.self),
          .group(
            name: "witness", summary: "Write down what others can hold this repository against",
            [.command(WitnessExport.self)]),
          .group(
            name: "import", summary: "Take in what other trackers exported",
            [.command(ImportGitHub.self), .command(ImportKit.self)]),
          .command(AddCommand.self), .command(FilesCommand.self), .command(RevertCommand.self),
          .group(
            name: "hooks", summary: "Let git itself refuse what would be rewritten",
            [
              .command(HooksInstall.self), .command(HooksStatus.self),
              .command(HooksUninstall.self),
            ]),
          .command(HookCommand.self), .command(Doctor.self),
        ]
      ),
      (
        "About",
        [.command(Guide.self), .command(Completions.self), .command(ManualCommand.self)]
      ),
    ],
    version: Program.version)
}
